package io.asyncio4j;

/**
 * A program that runs until it is told to end, for a test that starts it and tells it.
 *
 * <p>Confined to the thread that runs main.
 */
public final class ShutdownOnSignal {
    private ShutdownOnSignal() {}

    /** Says when it is ready, waits for SIGTERM, and says that it cleaned up. */
    public static void main(String[] args) {
        Asyncio.run(
                () -> {
                    Promise<String> told = Asyncio.getRunningLoop().createFuture("told to end");
                    try {
                        Signals.addSignalHandler("TERM", () -> told.setResult("TERM"));
                    } catch (UnsupportedOperationException refused) {
                        System.out.println(refused.getMessage());
                        return;
                    }
                    System.out.println("ready");
                    System.out.println("told by " + told.await() + ", cleaned up");
                });
    }
}

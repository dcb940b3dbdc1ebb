package io.asyncio4j.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Programs that the fuzzer found and made small, each with what CPython writes into its trace. */
final class FoundProgramsTest {
    private static List<String> traceOf(Op... body) {
        return Interpreter.run(new Program(0, 0, List.of(body)));
    }

    private static Op spawn(int slot, Op... body) {
        return new Op.Spawn(slot, false, false, List.of(body));
    }

    private static Op callLater(int handle, int halves, Op... body) {
        return new Op.CallLater(handle, halves, List.of(body));
    }

    @Test
    void cancellingGatherAsksEachPartAsOftenAsItWasGiven() {
        assertThat(
                        traceOf(
                                spawn(1, new Op.Sleep(5)),
                                new Op.MakeGather(2, List.of(1, 1), false),
                                new Op.Cancel(2, ""),
                                new Op.Look(1)))
                .contains("0|t0 Look t1 pending asked 2");
    }

    @Test
    void dueTimersOfPassThatAnExitBreaksOffRunBeforeWhatItAdded() {
        assertThat(
                        traceOf(
                                spawn(1, new Op.Tick(1), new Op.Log("added")),
                                callLater(1, 0, new Op.Log("due")),
                                new Op.CallSoon(2, List.of(new Op.Exit()))))
                .startsWith(
                        "0|t0 Spawn t1",
                        "0|c2 Exit ! EXIT",
                        "0|loop exit",
                        "0|c1 Log due",
                        "0|t1 Tick ",
                        "0|t1 Log added");
    }

    @Test
    void restOfBatchThatAnExitBreaksOffStaysBeforeDueTimers() {
        assertThat(
                        traceOf(
                                callLater(1, 0, new Op.Log("due")),
                                new Op.CallSoon(2, List.of(new Op.Exit())),
                                new Op.CallSoon(3, List.of(new Op.Log("rest")))))
                .startsWith("0|c2 Exit ! EXIT", "0|loop exit", "0|c3 Log rest", "0|c1 Log due");
    }

    @Test
    void timersLeftWhenATimerExitsRunBeforeWhatItsPassAdded() {
        assertThat(
                        traceOf(
                                new Op.Tick(1),
                                callLater(1, 1, new Op.CallSoon(4, List.of(new Op.Log("added")))),
                                callLater(2, 1, new Op.Exit()),
                                callLater(3, 1, new Op.Log("due"))))
                .startsWith(
                        "0|t0 Tick ",
                        "1|c2 Exit ! EXIT",
                        "1|loop exit",
                        "1|c3 Log due",
                        "1|c4 Log added");
    }

    @Test
    void releaseOfSemaphoreWakesOneAndTheWokenOneWakesTheNext() {
        Op release = new Op.Sync(Op.Verb.SEMAPHORE_RELEASE, 0);
        Op acquire = new Op.Sync(Op.Verb.SEMAPHORE_ACQUIRE, 0);
        assertThat(
                        traceOf(
                                spawn(1, acquire),
                                new Op.Tick(1),
                                release,
                                release,
                                new Op.Spawn(2, true, false, List.of(acquire)),
                                new Op.Spawn(3, true, false, List.of(acquire)),
                                release,
                                new Op.CallSoon(4, List.of(new Op.Log("soon")))))
                .containsSubsequence(
                        "0|t1 Sync SEMAPHORE_ACQUIRE ",
                        "0|t2 Sync SEMAPHORE_ACQUIRE ",
                        "0|c4 Log soon",
                        "0|t3 Sync SEMAPHORE_ACQUIRE ");
    }
}

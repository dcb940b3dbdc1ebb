package io.asyncio4j;

/** A request to leave the loop. Immutable. */
abstract sealed class ExitRequest extends Error permits KeyboardInterrupt, SystemExit {
    ExitRequest(String message) {
        super(message);
    }
}

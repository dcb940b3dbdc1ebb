package io.asyncio4j;

/**
 * Throws checked exceptions where none is declared, so that an await can rethrow the very object
 * that the awaited work failed with.
 *
 * <p>Thread-safe.
 */
final class Sneaky {
    private Sneaky() {}

    /** Throws the given object; declared to return something so that callers can write throw. */
    static RuntimeException rethrow(Throwable failure) {
        return Sneaky.<RuntimeException>raise(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased
    private static <X extends Throwable> RuntimeException raise(Throwable failure) throws X {
        throw (X) failure;
    }
}

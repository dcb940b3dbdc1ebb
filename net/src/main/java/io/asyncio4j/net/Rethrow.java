package io.asyncio4j.net;

/**
 * Throws a stored failure again, the very object and undeclared, as {@code await} does.
 *
 * <p>Thread-safe.
 */
final class Rethrow {
    private Rethrow() {}

    /**
     * Always throws.
     *
     * @return nothing; the type lets callers write {@code throw Rethrow.asIs(failure)}
     */
    static RuntimeException asIs(Throwable failure) {
        throw Rethrow.<RuntimeException>hide(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is cast
    private static <X extends Throwable> X hide(Throwable failure) throws X {
        throw (X) failure;
    }
}

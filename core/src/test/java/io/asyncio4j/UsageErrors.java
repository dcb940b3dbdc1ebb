package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Says where a usage error must be thrown: at the line of the test that made the mistake, with
 * nothing but the library's own frames above it.
 *
 * <p>Immutable.
 */
final class UsageErrors {
    private UsageErrors() {}

    /** The error comes straight out of a call made by the named test, or by a lambda in it. */
    static Consumer<Throwable> thrownIn(String testMethod) {
        return error -> {
            StackTraceElement first =
                    Arrays.stream(error.getStackTrace())
                            .filter(frame -> !isLibrary(frame))
                            .findFirst()
                            .orElseThrow();
            assertThat(first.getClassName()).as("%s", first).contains("Test");
            assertThat(first.getMethodName()).as("%s", first).contains(testMethod);
        };
    }

    private static boolean isLibrary(StackTraceElement frame) {
        return frame.getClassName().startsWith("io.asyncio4j.")
                && !frame.getClassName().contains("Test");
    }
}

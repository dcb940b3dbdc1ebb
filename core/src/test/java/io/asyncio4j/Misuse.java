package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a mistake of the user must look like: the right type, a message that helps, and a stack
 * trace that begins at the public method that the user called.
 *
 * <p>Thread-safe.
 */
public final class Misuse {
    private Misuse() {}

    /**
     * Checks that the call fails in this way.
     *
     * @param door the public method, as {@code Lock.release}
     * @param parts what the message must contain
     */
    public static void assertMisuse(
            Class<? extends Throwable> type, String door, Action call, String... parts) {
        Throwable thrown = catchThrowable(call::run);
        assertThat(thrown).as(door).isExactlyInstanceOf(type);
        assertThat(thrown.getMessage()).as(door).contains(parts);
        StackTraceElement top = thrown.getStackTrace()[0];
        String simpleName = top.getClassName().replaceFirst(".*\\.", "");
        assertThat(simpleName + "." + top.getMethodName()).as("top frame").isEqualTo(door);
        assertThat(thrown.getStackTrace()[1].getClassName()).as("user's frame").contains("Test");
    }
}

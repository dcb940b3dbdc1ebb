package io.asyncio4j;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cuts the machinery off stack traces of tasks, so that what remains is the user's code.
 *
 * <p>Thread-safe.
 */
final class Stacks {
    /** The classes between a public method that waits and the suspension. */
    private static final Set<String> MACHINERY =
            Set.of(
                    "io.asyncio4j.Task",
                    "io.asyncio4j.Future",
                    "io.asyncio4j.Nap",
                    "io.asyncio4j.WaitSet");

    private Stacks() {}

    static List<StackTraceElement> ofTask(Thread thread) {
        return withoutMachinery(thread.getStackTrace());
    }

    /** The frames between the machinery that suspends and the machinery that began the task. */
    static List<StackTraceElement> withoutMachinery(StackTraceElement[] stack) {
        List<StackTraceElement> frames = Arrays.asList(stack);
        int end = 0;
        while (end < frames.size() && !isRunBody(frames.get(end))) {
            end++;
        }
        frames = frames.subList(0, end);
        int start = indexOfSuspend(frames);
        while (start < frames.size() && isOwn(frames.get(start))) {
            start++;
        }
        return List.copyOf(frames.subList(start, frames.size()));
    }

    /** Where the machinery's frames begin in a task that waits; 0 in one that runs. */
    private static int indexOfSuspend(List<StackTraceElement> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (isOwn(frames.get(i)) && frames.get(i).getMethodName().equals("suspend")) {
                return i;
            }
        }
        return 0;
    }

    private static boolean isOwn(StackTraceElement frame) {
        return MACHINERY.contains(frame.getClassName());
    }

    /** The frames of a throwable, one on a line. */
    static String format(Throwable where) {
        return Arrays.stream(where.getStackTrace())
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
    }

    private static boolean isRunBody(StackTraceElement frame) {
        return frame.getClassName().equals("io.asyncio4j.Task")
                && frame.getMethodName().equals("runBody");
    }
}

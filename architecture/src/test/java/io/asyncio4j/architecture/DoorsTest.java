package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.Asyncio;
import io.asyncio4j.TaskGroup;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** What every public method of core and net does about the two commonest mistakes of a caller. */
class DoorsTest {
    private static final List<Door> DOORS = Door.of(Set.of("io.asyncio4j", "io.asyncio4j.net"));

    /** Where null is a value like any other: the type parameter of the user says so. */
    private static final Set<String> NULL_IS_A_VALUE =
            Set.of(
                    "Success.new(Object)",
                    "Promise.setResult(Object)",
                    "Wording.of(SocketAddress)"); // an address that is not known

    /**
     * Questions that change nothing, asked of a transport. Its network may answer any thread, with
     * a moment's view. An iterator does nothing before its first step, which is refused.
     */
    private static final Set<String> LOOKS =
            Set.of(
                    "Endpoint.extraInfo(ExtraInfo)",
                    "Endpoint.isClosing()",
                    "ReadTransport.isReading()",
                    "Stream.extraInfo(ExtraInfo)",
                    "Stream.iterator()",
                    "StreamWriter.canWriteEof()",
                    "StreamWriter.extraInfo(ExtraInfo)",
                    "StreamWriter.isClosing()",
                    "WriteTransport.canWriteEof()",
                    "WriteTransport.writeBufferLimits()",
                    "WriteTransport.writeBufferSize()");

    /** What a thread hears that wants to run, close or enter what is in use already. */
    private static final Pattern IN_USE =
            Pattern.compile("is already running|while it runs|entered before");

    @Test
    void everyMethodRefusesAnotherThreadUnlessItsWordsAllowIt() {
        List<String> open = new ArrayList<>();
        int checked = onALoop(scene -> checkThreads(scene, open));
        assertThat(open).isEmpty();
        assertThat(checked).as("methods called from another thread").isGreaterThan(150);
    }

    @Test
    void everyParameterRefusesNullByName() {
        List<String> open = new ArrayList<>();
        int checked = onALoop(scene -> checkNulls(scene, open));
        assertThat(open).isEmpty();
        assertThat(checked).as("parameters given null").isGreaterThan(150);
    }

    private static int checkThreads(Scene scene, List<String> open) throws Exception {
        int checked = 0;
        for (Door door : DOORS) {
            var object = scene.object(door.type());
            if (door.needsInstance()
                    && object.isPresent()
                    && !door.isForAnyThread()
                    && !LOOKS.contains(door.toString())) {
                checked++;
                Object[] arguments = scene.values(door.executable());
                Throwable thrown = beside(() -> outcome(door, object.get(), arguments));
                if (!isRefusal(thrown)) {
                    open.add(door + " answers another thread with " + thrown);
                }
            }
        }
        return checked;
    }

    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof WrongThreadException
                || thrown instanceof IllegalStateException refused
                        && IN_USE.matcher(refused.getMessage()).find();
    }

    private static int checkNulls(Scene scene, List<String> open) {
        int checked = 0;
        for (Door door : DOORS) {
            var object = scene.object(door.type());
            if (door.needsInstance() && object.isEmpty()
                    || NULL_IS_A_VALUE.contains(door.toString())) {
                continue;
            }
            try {
                checked += checkNulls(scene, door, object.orElse(null), open);
            } catch (IllegalArgumentException noValue) {
                open.add(door + " was not called: " + noValue.getMessage());
            }
        }
        return checked;
    }

    private static int checkNulls(
            Scene scene, Door door, @Nullable Object object, List<String> open) {
        int checked = 0;
        for (int i = 0; i < door.parameters().length; i++) {
            if (!door.parameters()[i].getType().isPrimitive()) {
                checked++;
                @Nullable Object[] arguments = scene.values(door.executable());
                arguments[i] = null;
                Throwable thrown = bounded(() -> outcome(door, object, arguments));
                String name = door.names().get(i);
                if (!isRefusal(thrown, name)) {
                    open.add(door + " answers null for " + name + " with " + thrown);
                }
            }
        }
        return checked;
    }

    private static boolean isRefusal(Throwable thrown, String parameter) {
        return thrown instanceof NullPointerException refused
                && refused.getMessage() != null
                && Pattern.compile("\\b" + parameter + "\\b").matcher(refused.getMessage()).find();
    }

    private static Throwable outcome(Door door, Object object, Object[] arguments) {
        return catchThrowable(() -> door.call(object, arguments));
    }

    /** Calls on another thread, while the task keeps the loop. */
    private static <T> T beside(Callable<T> call) throws Exception {
        List<T> result = new ArrayList<>();
        Thread other = Thread.ofPlatform().start(() -> result.add(quietly(call)));
        other.join();
        return result.getFirst();
    }

    private static <T> T quietly(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError("the call itself must not throw", e);
        }
    }

    /** A call that does not refuse might wait for ever. */
    private static Throwable bounded(Callable<Throwable> call) {
        return Asyncio.waitFor(call::call, Duration.ofSeconds(2));
    }

    private interface Check {
        int run(Scene scene) throws Exception;
    }

    private static int onALoop(Check check) {
        return Asyncio.run(
                () -> {
                    TaskGroup group = new TaskGroup();
                    return group.enter(
                            () -> {
                                try (var scene = new Scene(group)) {
                                    return check.run(scene);
                                }
                            });
                });
    }
}

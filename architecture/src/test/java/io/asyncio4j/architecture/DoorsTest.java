package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.Asyncio;
import io.asyncio4j.TaskGroup;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** What every public method of core and net does about the two commonest mistakes of a caller. */
class DoorsTest {
    private static final List<Door> DOORS = Door.of(Set.of("io.asyncio4j", "io.asyncio4j.net"));

    /** Where null is a value like any other: the type parameter of the user says so. */
    private static final Set<String> NULL_IS_A_VALUE = Set.of();

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
            if (door.needsInstance() && object.isPresent() && !door.isForAnyThread()) {
                checked++;
                Object[] arguments =
                        Arrays.stream(door.executable().getParameterTypes())
                                .map(scene::value)
                                .toArray();
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
                        && IN_USE.matcher(refused.getMessage()).matches();
    }

    private static int checkNulls(Scene scene, List<String> open) {
        int checked = 0;
        for (Door door : DOORS) {
            var object = scene.object(door.type());
            if (door.needsInstance() && object.isEmpty()
                    || NULL_IS_A_VALUE.contains(door.toString())) {
                continue;
            }
            for (int i = 0; i < door.parameters().length; i++) {
                if (door.parameters()[i].getType().isPrimitive()) {
                    continue;
                }
                checked++;
                Object[] arguments =
                        Arrays.stream(door.executable().getParameterTypes())
                                .map(scene::value)
                                .toArray();
                arguments[i] = null;
                Throwable thrown = bounded(() -> outcome(door, object.orElse(null), arguments));
                String name = door.names().isEmpty() ? "?" : door.names().get(i);
                if (!(thrown instanceof NullPointerException refused)
                        || refused.getMessage() == null
                        || !refused.getMessage().matches("(?s).*\\b" + name + "\\b.*")) {
                    open.add(door + " answers null for " + name + " with " + thrown);
                }
            }
        }
        return checked;
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

package io.asyncio4j.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Runner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

/** Every work does what it counts, at a small size. How fast is no matter of tests. */
class CatalogueTest {
    static Set<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void workCountsTheOperationsOfAllItsRepetitions(String name) throws Exception {
        try (var runner = new Runner()) {
            var work = Main.prepare(runner, name, 3);
            var once = Main.inTask(runner, work, 1);
            assertThat(once).isPositive();
            assertThat(Main.inTask(runner, work, 5)).isEqualTo(5 * once);
        }
    }

    @Test
    void allCallbacksOfAPassRunInEachPass() throws Exception {
        assertThat(watch("pass", 3, 50).passes).isBetween(50, 60); // Each by itself would take 150.
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep-tasks", "spawn"})
    void allTasksOfAWorkAreThereAtTheSameTime(String name) throws Exception {
        assertThat(watch(name, 10, 2).mostTasks).isGreaterThanOrEqualTo(10);
    }

    /** Does a work so many times, and looks into each pass. */
    private static Watch watch(String name, int size, int times) throws Exception {
        try (var runner = new Runner()) {
            var work = Main.prepare(runner, name, size);
            var watch = new Watch(runner.loop());
            watch.loop.callSoon(watch);
            Main.inTask(runner, work, times);
            watch.isOver = true;
            return watch;
        }
    }

    /** A callback that runs once in each pass. */
    private static final class Watch implements Runnable {
        private final EventLoop loop;
        private int passes;
        private int mostTasks;
        private boolean isOver;

        Watch(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            passes++;
            mostTasks = Math.max(mostTasks, loop.allTasks().size());
            if (!isOver) {
                loop.callSoon(this);
            }
        }
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Catalogue.kind("juggle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no work is called juggle; there are call-soon, pass");
    }
}

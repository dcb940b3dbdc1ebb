package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.spi.LoopResources;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class ResourcesTest {
    private final List<String> closed = new ArrayList<>();

    private static LoopResources of(EventLoop loop) {
        return loop.capability(LoopResources.class).orElseThrow();
    }

    @Test
    void whatIsLeftIsClosedWithTheLoopInTheOrderOfAddingAndOnce() {
        EventLoop loop = Asyncio.newEventLoop();
        AutoCloseable twice = () -> closed.add("first");
        AutoCloseable takenBack = () -> closed.add("taken back");
        of(loop).add(twice);
        of(loop).add(takenBack);
        of(loop).add(() -> closed.add("second"));
        of(loop).add(twice);
        of(loop).remove(takenBack);
        of(loop).remove(takenBack);
        assertThat(closed).isEmpty();
        loop.close();
        loop.close();
        assertThat(closed).containsExactly("first", "second");
    }

    @Test
    void oneThatFailsKeepsNoOtherOneOpen() {
        EventLoop loop = Asyncio.newEventLoop();
        of(loop).add(
                        () -> {
                            throw new IOException("the disk is gone");
                        });
        of(loop).add(() -> closed.add("second"));
        loop.close();
        assertThat(closed).containsExactly("second");
    }

    @Test
    void oneMayTakeAnotherOneBackWhileItIsClosed() {
        EventLoop loop = Asyncio.newEventLoop();
        AutoCloseable other = () -> closed.add("other");
        of(loop).add(
                        () -> {
                            closed.add("first");
                            of(loop).remove(other);
                        });
        of(loop).add(other);
        loop.close();
        assertThat(closed).containsExactly("first");
    }

    @Test
    void aClosedLoopTakesNoMore() {
        EventLoop loop = Asyncio.newEventLoop();
        LoopResources resources = of(loop);
        loop.close();
        assertThatThrownBy(() -> resources.add(() -> closed.add("late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThat(closed).isEmpty();
    }

    @Test
    void anotherThreadIsRefused() {
        Asyncio.run(
                () -> {
                    LoopResources resources = of(Asyncio.getRunningLoop());
                    assertThatThrownBy(
                                    () ->
                                            Asyncio.toThread(
                                                    () -> resources.add(() -> closed.add("x"))))
                            .isInstanceOf(WrongThreadException.class)
                            .hasMessageContaining("LoopResources.add");
                });
        assertThat(closed).isEmpty();
    }
}

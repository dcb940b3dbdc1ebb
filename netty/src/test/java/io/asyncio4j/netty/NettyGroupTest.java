package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;
import io.netty.channel.EventLoop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@ParameterizedClass
@EnumSource(Mechanism.class)
class NettyGroupTest {
    private final Mechanism mechanism;

    NettyGroupTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Test
    void whatALibraryExecutesRunsOnTheLoop() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    var loop = Asyncio.getRunningLoop();
                    NettyGroup group = NettyGroup.of(loop);
                    CompletableFuture<Boolean> held = new CompletableFuture<>();
                    group.execute(() -> held.complete(loop.isHeldBy(Thread.currentThread())));
                    assertThat(Asyncio.await(held)).isTrue();
                    CompletableFuture<Boolean> later = new CompletableFuture<>();
                    group.schedule(
                            () -> later.complete(group.next().inEventLoop()),
                            1,
                            TimeUnit.MILLISECONDS);
                    assertThat(Asyncio.await(later)).isTrue();
                });
    }

    @Test
    void aLibraryThatShutsItsGroupDownLeavesTheLoopAlone() {
        Asyncio.run(
                Loops.on(mechanism),
                () -> {
                    var loop = Asyncio.getRunningLoop();
                    NettyGroup group = NettyGroup.of(loop);
                    NettyGroup other = NettyGroup.of(loop);
                    EventLoop executor = group.next();
                    assertThat(group.shutdownGracefully().isSuccess()).isTrue();
                    assertThat(group.terminationFuture().isDone()).isTrue();
                    assertThat(group.isTerminated()).isTrue();
                    assertThat(group.awaitTermination(1, TimeUnit.NANOSECONDS)).isTrue();
                    assertThat(other.isShuttingDown()).isFalse();
                    assertThat(executor.isShuttingDown()).isFalse();
                    CompletableFuture<String> ran = new CompletableFuture<>();
                    executor.execute(() -> ran.complete("still there"));
                    assertThat(Asyncio.await(ran)).isEqualTo("still there");
                });
    }

    @Test
    void theGroupEndsWithTheLoop() {
        NettyGroup group =
                Asyncio.run(Loops.on(mechanism), () -> NettyGroup.of(Asyncio.getRunningLoop()));
        assertThat(group.terminationFuture().awaitUninterruptibly(20_000)).isTrue();
        assertThat(group.isShutdown()).isTrue();
    }

    @Test
    void aLoopWithoutNettyHasNoGroup() {
        Asyncio.run(
                LoopOptions.defaults().withVirtualTime(),
                () ->
                        assertThatThrownBy(() -> NettyGroup.of(Asyncio.getRunningLoop()))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("NettyOptions.provider()"));
    }
}

package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.EventLoop;
import io.asyncio4j.Task;
import io.asyncio4j.TaskGroup;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lettuce, a client made with Netty by others, on the loop and against a real Redis. */
class LettuceTest {
    private final int port = Programs.freePort();

    @TempDir private Path directory;
    private Process redis;

    @BeforeEach
    void start() throws IOException {
        Path program = Programs.find("redis-server", "redis-server");
        redis =
                Programs.start(
                        directory,
                        program.toString(),
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        directory.toString());
        Programs.awaitPort(redis, port, directory);
    }

    @AfterEach
    void stop() {
        Programs.stop(redis);
    }

    /** Gives Lettuce the loop instead of threads. */
    private record OneLoop(NettyGroup group) implements EventLoopGroupProvider {
        @Override
        public <T extends EventLoopGroup> T allocate(Class<T> type) {
            return type.cast(group);
        }

        @Override
        public int threadPoolSize() {
            return 1;
        }

        @Override
        public Future<Boolean> release(
                EventExecutorGroup released, long quietPeriod, long timeout, TimeUnit unit) {
            released.shutdownGracefully(quietPeriod, timeout, unit);
            return ended();
        }

        @Override
        public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
            group.shutdownGracefully(quietPeriod, timeout, unit);
            return ended();
        }

        private static Future<Boolean> ended() {
            return new DefaultPromise<Boolean>(ImmediateEventExecutor.INSTANCE).setSuccess(true);
        }
    }

    private interface Use {
        void run(RedisAsyncCommands<String, String> commands) throws Exception;
    }

    /** Connects on a new loop; Lettuce takes epoll where it is there, and so do loops. */
    private void connected(Use use) {
        Asyncio.run(
                Loops.on(Mechanism.best()),
                () -> {
                    NettyGroup group = NettyGroup.of(Asyncio.getRunningLoop());
                    ClientResources resources =
                            ClientResources.builder()
                                    .eventLoopGroupProvider(new OneLoop(group))
                                    .eventExecutorGroup(NettyGroup.of(Asyncio.getRunningLoop()))
                                    .build();
                    RedisClient client = RedisClient.create(resources);
                    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
                    try {
                        var connection =
                                Asyncio.await(
                                        client.connectAsync(
                                                StringCodec.UTF8,
                                                RedisURI.create("127.0.0.1", port)));
                        use.run(connection.async());
                        Asyncio.await(connection.closeAsync());
                    } finally {
                        Asyncio.await(client.shutdownAsync(0, 1, TimeUnit.SECONDS));
                    }
                    assertThat(group.isTerminated()).isTrue();
                    Asyncio.sleep(Duration.ofMillis(1)); // the loop goes on
                });
    }

    @Test
    void commandsAreAwaitedOnTheLoop() {
        connected(
                commands -> {
                    EventLoop loop = Asyncio.getRunningLoop();
                    assertThat(Asyncio.await(commands.set("fruit", "apple"))).isEqualTo("OK");
                    var getting = commands.get("fruit");
                    var isOnLoop =
                            getting.thenApply(value -> loop.isHeldBy(Thread.currentThread()));
                    assertThat(Asyncio.await(getting)).isEqualTo("apple");
                    assertThat(Asyncio.await(isOnLoop)).isTrue();
                });
    }

    @Test
    void manyTasksShareOneConnection() {
        connected(
                commands -> {
                    List<Task<Long>> tasks = new ArrayList<>();
                    TaskGroup.run(
                            group -> {
                                for (int i = 0; i < 200; i++) {
                                    tasks.add(
                                            group.createTask(
                                                    () -> Asyncio.await(commands.incr("n"))));
                                }
                            });
                    assertThat(tasks.stream().mapToLong(Task::result).sum())
                            .isEqualTo(200 * 201 / 2);
                });
    }

    @Test
    void anErrorOfRedisIsThrownAtTheAwait() {
        connected(
                commands -> {
                    Asyncio.await(commands.set("text", "x"));
                    assertThatThrownBy(() -> Asyncio.await(commands.incr("text")))
                            .isInstanceOf(RedisCommandExecutionException.class)
                            .hasMessageContaining("not an integer");
                });
    }
}

package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Action;
import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

import javax.net.ssl.SSLHandshakeException;

/** What a server logs of clients that cannot be served: little, however many they are. */
@ResourceLock("log of refused handshakes")
class RefusedHandshakesTest {
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger(RefusedHandshakes.class.getName());
    private final Handler log =
            new Handler() {
                @Override
                public void publish(LogRecord each) {
                    lines.add(new SimpleFormatter().formatMessage(each));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        logger.addHandler(log);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(log);
        logger.setUseParentHandlers(true);
    }

    private static void run(Action test) {
        Asyncio.run(LoopOptions.defaults().withVirtualTime(), test);
    }

    private static RefusedHandshakes refused() {
        return new RefusedHandshakes(Asyncio.getRunningLoop(), "Server[on 443]");
    }

    private static void fail(RefusedHandshakes refused, String message) {
        refused.log(new SSLHandshakeException(message));
    }

    private static void pass(long millis) {
        Asyncio.sleep(Duration.ofMillis(millis));
    }

    @Test
    void aFailureIsToldAtOnceWithItsServer() {
        run(
                () -> {
                    fail(refused(), "no TLS");
                    assertThat(lines).containsExactly("Server[on 443]: no TLS");
                    pass(10_000);
                    assertThat(lines).hasSize(1);
                });
    }

    @Test
    void aFloodIsOneLineASecondAndNoneOfItIsLost() {
        run(
                () -> {
                    RefusedHandshakes refused = refused();
                    for (int i = 0; i < 25_000; i++) { // for 2.5 seconds
                        fail(refused, "no TLS " + i);
                        if (i % 10 == 9) {
                            pass(1);
                        }
                    }
                    pass(10_000);
                    assertThat(lines).hasSizeBetween(4, 5);
                    assertThat(lines.getFirst()).isEqualTo("Server[on 443]: no TLS 0");
                    assertThat(lines.getLast()).startsWith("Server[on 443]: no TLS 24999");
                    long told =
                            lines.stream()
                                    .mapToLong(
                                            line ->
                                                    Long.parseLong(
                                                                    line.replaceAll(
                                                                            "^.*? TLS \\d+(?: .and"
                                                                                    + " (\\d+) more"
                                                                                    + " before.)?$",
                                                                            "0$1"))
                                                            + 1)
                                    .sum();
                    assertThat(told).isEqualTo(25_000);
                });
    }

    @Test
    void whatAClientSendsForgesNoLine() {
        run(
                () -> {
                    fail(refused(), "bad name a\r\nServer[on 443]: all is well");
                    assertThat(lines)
                            .containsExactly(
                                    "Server[on 443]: bad name a??Server[on 443]: all is well");
                });
    }

    @Test
    void whatFailsWhenTheLoopIsClosedIsToldToo() {
        List<RefusedHandshakes> kept = new ArrayList<>();
        run(() -> kept.add(refused()));
        fail(kept.getFirst(), "late");
        fail(kept.getFirst(), "later");
        assertThat(lines).containsExactly("Server[on 443]: late", "Server[on 443]: later");
    }
}

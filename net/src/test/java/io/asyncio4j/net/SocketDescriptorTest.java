package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SocketDescriptorTest {
    private static final long PID = 4711;

    @Test
    void theEnvironmentTellsHowManySocketsWerePassed() {
        assertThat(SocketDescriptor.inherited(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "2"), PID))
                .containsExactly(SocketDescriptor.of(3), SocketDescriptor.of(4));
        assertThat(SocketDescriptor.inherited(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "0"), PID))
                .isEmpty();
    }

    @Test
    void namesGoWithTheSocketsAsFarAsTheyReach() {
        assertThat(
                        SocketDescriptor.inherited(
                                Map.of(
                                        "LISTEN_PID",
                                        "4711",
                                        "LISTEN_FDS",
                                        "3",
                                        "LISTEN_FDNAMES",
                                        "web::"),
                                PID))
                .containsExactly(
                        new SocketDescriptor(3, "web"),
                        SocketDescriptor.of(4),
                        SocketDescriptor.of(5));
    }

    @Test
    void socketsForAnotherProcessAreNotOurs() {
        assertThat(SocketDescriptor.inherited(Map.of("LISTEN_PID", "4712", "LISTEN_FDS", "2"), PID))
                .isEmpty();
        assertThat(SocketDescriptor.inherited(Map.of("LISTEN_FDS", "2"), PID)).isEmpty();
        assertThat(SocketDescriptor.inherited(Map.of("LISTEN_PID", "4711"), PID)).isEmpty();
        assertThat(SocketDescriptor.inherited(Map.of(), PID)).isEmpty();
    }

    @Test
    void nonsenseIsShown() {
        for (String count : new String[] {"two", "-1", "2147483647"}) {
            assertThatThrownBy(
                            () ->
                                    SocketDescriptor.inherited(
                                            Map.of("LISTEN_PID", "4711", "LISTEN_FDS", count), PID))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("LISTEN_FDS")
                    .hasMessageContaining("'" + count + "'");
        }
        assertThatThrownBy(() -> SocketDescriptor.of(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not -1");
    }
}

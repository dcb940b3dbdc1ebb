package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ConversationTest {
    @Test
    void figuresOfAnAnswerAreToldByTheirNames() throws Exception {
        try (var program = saying("ready", "done operations=12 allocated=-3")) {
            assertThat(program.ask(1)).isEqualTo(Map.of("operations", 12L, "allocated", -3L));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ready",
                "doneness=1",
                "done operations",
                "done operations=many",
                "done operations=1.5",
                "done operations=99999999999999999999"
            })
    void malformedAnswerIsAFailureOfTheContender(String answer) throws Exception {
        try (var program = saying("ready", answer)) {
            assertThatThrownBy(() -> program.ask(1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("expected done and figures, not: " + answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ready", "port", "port eighty", "port 999999999999"})
    void malformedGreetingNamesNoPort(String greeting) throws Exception {
        try (var program = saying(greeting, "done")) {
            assertThatThrownBy(program::port)
                    .isInstanceOf(IOException.class)
                    .hasMessage("expected the port of a server, not: " + greeting);
        }
    }

    @Test
    void programThatEndsTellsItsLastError() throws Exception {
        var command = List.of("sh", "-c", "echo ready; read n; echo 'no leg' >&2");
        try (var program = Conversation.start(command, Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> program.ask(1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no leg");
        }
    }

    private static Conversation saying(String greeting, String answer) throws IOException {
        var script = "echo '%s'; while read n; do echo '%s'; done".formatted(greeting, answer);
        return Conversation.start(List.of("sh", "-c", script), Duration.ofMinutes(1));
    }
}

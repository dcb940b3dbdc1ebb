package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class ArgumentsTest {
    @Test
    void withoutAnyAllIsMeasuredAtFullLength() {
        assertThat(parse())
                .isEqualTo(
                        new Arguments(
                                List.of(),
                                List.of(),
                                Pace.FULL,
                                Path.of("/home/benchmarks/results"),
                                false,
                                false,
                                false));
    }

    @Test
    void optionsAndNamesMayBeMixed() {
        var arguments = parse("switch", "--quick", "net", "--peers", "uvloop,netty", "--fresh");
        assertThat(arguments.names()).containsExactly("switch", "net");
        assertThat(arguments.peers()).containsExactly("uvloop", "netty");
        assertThat(arguments.pace()).isEqualTo(Pace.QUICK);
        assertThat(arguments.isFresh()).isTrue();
    }

    @Test
    void roundsCountWhereverTheyStand() {
        assertThat(parse("--rounds", "9", "--quick").pace()).isEqualTo(Pace.QUICK.withRounds(9));
        assertThat(parse("--rounds", "9").pace()).isEqualTo(Pace.FULL.withRounds(9));
    }

    @Test
    void unknownOptionIsRefused() {
        assertThatThrownBy(() -> parse("--fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown option: --fast; --help shows those there are");
    }

    @Test
    void optionWithoutItsValueIsRefused() {
        assertThatThrownBy(() -> parse("--rounds"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--rounds needs a value");
    }

    @Test
    void roundsThatAreNoNumberAboveZeroAreRefused() {
        for (var wrong : List.of("many", "0", "-1")) {
            assertThatThrownBy(() -> parse("--rounds", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("--rounds needs a number above zero, not " + wrong);
        }
    }

    private static Arguments parse(String... words) {
        return Arguments.parse(Path.of("/home"), List.of(words));
    }
}

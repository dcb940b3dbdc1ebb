package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ContenderTest {
    private static final List<Peer> PEERS = List.of(Made.NETTY, Made.OURS);

    @Test
    void eachFormOfAPeerTakesPartAndOursComeFirst() {
        assertThat(Contender.of(Made.row("echo", 100), PEERS))
                .extracting(Contender::label)
                .containsExactly("asyncio4j streams", "asyncio4j protocols", "netty");
    }

    @Test
    void peerThatCannotDoTheWorkIsLeftOut() {
        assertThat(Contender.of(Made.row("switch", 1), PEERS))
                .extracting(Contender::label)
                .containsExactly("asyncio4j");
    }

    @Test
    void severalSizesCompareAsyncio4jWithItself() {
        var grown = Contender.of(Made.row("switch", 10, 1_000), PEERS);
        assertThat(grown).extracting(Contender::label).containsExactly("10", "1,000");
        assertThat(grown).extracting(Contender::peer).containsOnly(Made.OURS);
    }

    @Test
    void commandHasAFormOnlyIfThereIsOne() {
        assertThat(Contender.of(Made.row("echo", 7), PEERS))
                .extracting(Contender::command)
                .contains(
                        List.of("asyncio4j", "echo", "7", "protocols"),
                        List.of("netty", "echo", "7"));
    }

    @Test
    void workIsNotTakenForOneThatOnlyBeginsAlike() {
        assertThat(Made.peer("other", "create-many", "creates").forms("create")).isEmpty();
    }
}

package io.asyncio4j.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way in which a peer does the work of a row.
 *
 * <p>Immutable.
 *
 * @param peer who
 * @param work what
 * @param form how, if there are several ways; else empty
 * @param size of how much
 * @param label its name in the row
 */
record Contender(Peer peer, String work, String form, int size, String label) {

    /** Those who take part in a row: first asyncio4j, with which the others are compared. */
    static List<Contender> of(Row row, List<Peer> peers) {
        if (row.isGrowth()) {
            return peers.stream()
                    .filter(Peer::isOurs)
                    .flatMap(ours -> row.sizes().stream().map(size -> grown(row, ours, size)))
                    .toList();
        }
        return peers.stream()
                .sorted((one, other) -> Boolean.compare(other.isOurs(), one.isOurs()))
                .flatMap(peer -> forms(row, peer))
                .toList();
    }

    private static Stream<Contender> forms(Row row, Peer peer) {
        return peer.forms(row.work()).stream()
                .map(
                        form ->
                                new Contender(
                                        peer,
                                        row.work(),
                                        form,
                                        row.sizes().getFirst(),
                                        (peer.name() + " " + form).strip()));
    }

    private static Contender grown(Row row, Peer ours, int size) {
        var form = ours.forms(row.work()).getFirst();
        return new Contender(ours, row.work(), form, size, "%,d".formatted(size));
    }

    /** The arguments with which its program does this. */
    List<String> command() {
        return Stream.of(peer.program().toString(), work, String.valueOf(size), form)
                .filter(argument -> !argument.isEmpty())
                .toList();
    }
}

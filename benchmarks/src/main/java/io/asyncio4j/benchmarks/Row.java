package io.asyncio4j.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * One comparison: a work of a certain size.
 *
 * <p>Immutable.
 *
 * @param name what the command line calls it
 * @param group the picture it belongs to
 * @param title what it is, for people
 * @param work what the peers call it
 * @param sizes how many tasks, timers or connections it is about; several compare asyncio4j with
 *     itself
 * @param bytes the length of a message, for servers
 * @param window how many messages a connection has under way, for servers
 */
record Row(
        String name,
        String group,
        String title,
        String work,
        List<Integer> sizes,
        int bytes,
        int window) {

    Row {
        sizes = List.copyOf(sizes);
    }

    /** Whether it shows how the cost of asyncio4j grows, and no peers. */
    boolean isGrowth() {
        return sizes.size() > 1;
    }

    Kind kind() {
        return switch (work) {
            case "sleepers" -> Kind.TASK_MEMORY;
            case "start-up" -> Kind.START_UP;
            case "echo", "lines", "udp", "tls", "cores" ->
                    window == 0 ? Kind.CONNECTION_MEMORY : Kind.SERVER;
            default -> Kind.ROUNDS;
        };
    }

    /** What the clients of a server speak. */
    Protocol protocol() {
        return switch (work) {
            case "udp" -> Protocol.UDP;
            case "tls" -> Protocol.TLS;
            default -> Protocol.TCP;
        };
    }

    /** What the load generator can speak. */
    enum Protocol {
        TCP,
        UDP,
        TLS;

        /** What the load generator calls it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a row is measured. */
    enum Kind {
        /** The contender does the work by itself. */
        ROUNDS(Figure.CPU),
        /** The load generator asks it. */
        SERVER(Figure.CPU),
        /** What a sleeping task occupies. */
        TASK_MEMORY(Figure.BYTES),
        /** What an idle connection occupies. */
        CONNECTION_MEMORY(Figure.BYTES),
        /** From nothing to the end of a program that says hello. */
        START_UP(Figure.TIME);

        private final Figure judged;

        Kind(Figure judged) {
            this.judged = judged;
        }

        /** What contenders are compared by. */
        Figure judged() {
            return judged;
        }
    }
}

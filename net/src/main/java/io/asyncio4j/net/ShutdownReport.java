package io.asyncio4j.net;

import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server had to cut when it was {@linkplain Server#shutdown shut down}, because it was there
 * when the grace was over.
 *
 * <p>Immutable.
 *
 * @param cuts what was cut, connections first, in the order of their arrival
 */
public record ShutdownReport(List<Cut> cuts) {
    /** Everybody left in time. */
    static final ShutdownReport NOTHING = new ShutdownReport(List.of());

    /**
     * A connection that was aborted, or the handler of one that was gone before, or both.
     *
     * <p>Immutable.
     *
     * @param peer who was at the other end, if that is known
     * @param unsentBytes how much was written and not sent, and is lost
     * @param handler the name of the task that was cancelled; empty if none served the connection
     */
    public record Cut(Optional<SocketAddress> peer, int unsentBytes, Optional<String> handler) {

        /** Checks that nothing is missing. */
        public Cut {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(handler, "handler");
        }
    }

    /** Takes a copy of the list. */
    public ShutdownReport {
        cuts = List.copyOf(Objects.requireNonNull(cuts, "cuts"));
    }

    /** Whether nothing was cut. */
    public boolean isClean() {
        return cuts.isEmpty();
    }

    /** How much was written to all connections and not sent, in bytes. */
    public long unsentBytes() {
        return cuts.stream().mapToLong(Cut::unsentBytes).sum();
    }

    @Override
    public String toString() {
        return isClean()
                ? "nothing was cut"
                : cuts.size() + " cut, " + unsentBytes() + " bytes not sent: " + cuts;
    }
}

package io.asyncio4j.netty;

/**
 * How servers that {@linkplain io.asyncio4j.net.transport.ServerOptions#withReusePort share a port}
 * divide its connections.
 *
 * <p>Immutable.
 */
public enum PortSharing {
    /**
     * By the system (SO_REUSEPORT), with servers of other programs too. It costs nothing; where a
     * connection goes depends on the peer's address and port, so that few connections may all go to
     * one server, and those that wait to be accepted are lost when their server closes. Linux
     * divides them evenly in the long run; other systems give all to one server.
     */
    BY_SYSTEM,

    /**
     * In turns, among the servers of this program: one more thread accepts the connections and
     * deals them out. It works on every system, and exactly.
     */
    IN_TURNS;

    /** What works well on this machine: the system's way on Linux, in turns elsewhere. */
    static PortSharing best() {
        return System.getProperty("os.name", "").equals("Linux") ? BY_SYSTEM : IN_TURNS;
    }
}

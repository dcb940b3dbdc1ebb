package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The servers that run. One serves all rows of its work with messages of one length, so that it is
 * warmed up only once for them. Longer messages touch another heap and other code of a JVM, so they
 * get a server that knows no others. One that died is started anew.
 *
 * <p>Confined to one thread.
 */
final class Servers implements AutoCloseable {
    private final Map<String, Conversation> running = new HashMap<>();

    /** The length of the messages that all of them serve; expect() sets it. */
    private int bytes;

    /**
     * Ends the servers of messages of another length. They would only take memory from those that
     * come.
     */
    void expect(int bytesOfMessage) {
        if (bytes != bytesOfMessage) {
            close();
            bytes = bytesOfMessage;
        }
    }

    /**
     * The server that the contender is, started if need be.
     *
     * @param limit how long it may take to start, and for an answer
     */
    Conversation of(Contender contender, Duration limit) throws IOException {
        var name = name(contender);
        var server = running.get(name);
        if (server == null || !server.isAlive()) {
            end(contender);
            server = Conversation.start(contender.command(), limit);
            running.put(name, server);
        }
        return server;
    }

    boolean isRunning(Contender contender) {
        var server = running.get(name(contender));
        return server != null && server.isAlive();
    }

    /** Ends a server that is of no more use. */
    void end(Contender contender) {
        var server = running.remove(name(contender));
        if (server != null) {
            server.close();
        }
    }

    private static String name(Contender contender) {
        return String.join(" ", contender.peer().name(), contender.work(), contender.form());
    }

    @Override
    public void close() {
        running.values().forEach(Conversation::close);
        running.clear();
    }
}

package io.asyncio4j.net;

import java.util.Objects;

/**
 * The two sides of a stream, as {@link Streams#openConnection} returns them.
 *
 * {@snippet :
 * var connection = Streams.openConnection("127.0.0.1", 8888);
 * var reader = connection.reader();
 * var writer = connection.writer();
 * }
 *
 * <p>Immutable.
 *
 * @param reader the receiving side
 * @param writer the sending side; closing it closes both
 */
public record Connection(StreamReader reader, StreamWriter writer) {

    /** Checks that nothing is missing. */
    public Connection {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(writer, "writer");
    }
}

package io.asyncio4j.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Turns a method that reads the next line into an iterator, which is how {@code for} takes the
 * place of {@code async for}: {@link #hasNext()} awaits.
 *
 * <p>Confined to the loop.
 *
 * @param <T> the type of a line
 */
final class LineIterator<T> implements Iterator<T> {

    /** Reads a line, or finds the end. */
    @FunctionalInterface
    interface Source<T> {
        Optional<T> next() throws IOException;
    }

    private final Source<T> source;

    /** The line that was read ahead by hasNext; empty if none was or the end was found. */
    private Optional<T> ahead = Optional.empty();

    /** Set for good when the end was found. */
    private boolean isAtEnd;

    LineIterator(Source<T> source) {
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty() && !isAtEnd) {
            try {
                ahead = source.next();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure.getMessage(), failure);
            }
            isAtEnd = ahead.isEmpty();
        }
        return ahead.isPresent();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended; ask hasNext() before next()");
        }
        T line = ahead.orElseThrow();
        ahead = Optional.empty();
        return line;
    }
}

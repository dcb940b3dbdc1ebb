package io.asyncio4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What the library logs while this is open, kept instead of printed.
 *
 * <p>Thread-safe.
 */
public final class CapturedLog implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("io.asyncio4j");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Level levelBefore = LOGGER.getLevel();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    records.add(record);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    /** Captures every level. */
    public CapturedLog() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(handler);
    }

    /** What was logged so far. */
    public List<LogRecord> records() {
        return List.copyOf(records);
    }

    /** The texts of what was logged so far at this level. */
    public List<String> messages(Level level) {
        SimpleFormatter formatter = new SimpleFormatter();
        return records.stream()
                .filter(record -> record.getLevel().equals(level))
                .map(formatter::formatMessage)
                .toList();
    }

    @Override
    public void close() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(levelBefore);
        LOGGER.setUseParentHandlers(true);
    }
}

package io.asyncio4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the loop's default exception handler logs, caught instead of printed.
 *
 * <p>Confined to the loop.
 */
final class LoggedErrors extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.asyncio4j");
    private final List<LogRecord> records = new ArrayList<>();

    LoggedErrors() {
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    /** The first words of each message, and the name of the exception. */
    List<Python.Tuple> shown() {
        return records.stream()
                .map(
                        each ->
                                Python.tuple(
                                        each.getMessage().split("[,\n]", 2)[0],
                                        Python.name(each.getThrown())))
                .toList();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}

package io.asyncio4j.netty;

import io.netty.buffer.Unpooled;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Netty's leak detector says about everything that the garbage collector can take now. */
final class LeakReports {
    private LeakReports() {}

    static List<String> collected() {
        List<String> leaks = new ArrayList<>();
        Logger logger = Logger.getLogger("io.netty.util.ResourceLeakDetector");
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord each) {
                        leaks.add(each.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(handler);
        try {
            collectGarbage();
            Unpooled.directBuffer(1).release(); // the detector reports when the next buffer is made
            Unpooled.directBuffer(1).release();
        } finally {
            logger.removeHandler(handler);
        }
        return leaks;
    }

    /** Twice: the first canary may come out before other references of the same collection. */
    private static void collectGarbage() {
        awaitCollection();
        awaitCollection();
    }

    private static void awaitCollection() {
        var queue = new ReferenceQueue<Object>();
        var canary = new WeakReference<>(new Object(), queue);
        while (!canary.refersTo(null)) {
            System.gc();
        }
        try {
            queue.remove();
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted while waiting for the collector", interrupted);
        }
    }
}

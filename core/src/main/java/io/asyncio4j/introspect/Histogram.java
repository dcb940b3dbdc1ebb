package io.asyncio4j.introspect;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts numbers by their magnitude: one bucket for zero and one for each power of two, so a
 * percentile is known up to a factor of two. Recording allocates nothing.
 *
 * <p>Thread-safe.
 */
public final class Histogram {
    /** Bucket 0 holds 0; bucket n holds the numbers of n bits, from 2^(n-1) to 2^n - 1. */
    private final AtomicLongArray buckets = new AtomicLongArray(Long.SIZE);

    /** An empty histogram. */
    public Histogram() {}

    /**
     * Counts a number.
     *
     * @param number the number; a negative one counts as 0
     */
    public void record(long number) {
        buckets.getAndIncrement(Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, number)));
    }

    /** What was counted so far. Numbers that are recorded meanwhile may be in it or not. */
    public Counts counts() {
        long[] copy = new long[buckets.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = buckets.get(i);
        }
        return new Counts(copy);
    }

    @Override
    public String toString() {
        return counts().toString();
    }

    /**
     * What a histogram had counted at one moment.
     *
     * <p>Immutable.
     */
    public static final class Counts {
        private final long[] buckets;
        private final long total;

        private Counts(long[] buckets) {
            this.buckets = buckets;
            long sum = 0;
            for (long bucket : buckets) {
                sum += bucket;
            }
            this.total = sum;
        }

        /** How many numbers were recorded. */
        public long total() {
            return total;
        }

        /**
         * A number that the given share of the recorded ones does not exceed: the largest of the
         * bucket in which the share is reached, less than twice the true percentile; 0 if nothing
         * was recorded.
         *
         * @param percent the share, such as 99.9
         * @throws IllegalArgumentException if it is not above 0 and at most 100
         */
        public long percentile(double percent) {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException(
                        "a percentile is above 0 and at most 100, not " + percent);
            }
            long rank = (long) Math.ceil(total * percent / 100);
            long seen = 0;
            for (int bits = 0; bits < buckets.length; bits++) {
                seen += buckets[bits];
                if (seen >= rank) {
                    return (1L << bits) - 1;
                }
            }
            throw new AssertionError("rank " + rank + " of " + total + "; please report this");
        }

        /** The count, the median, and the tail. */
        @Override
        public String toString() {
            return "count %d, p50 <= %d, p99 <= %d, p99.9 <= %d, max <= %d"
                    .formatted(
                            total,
                            percentile(50),
                            percentile(99),
                            percentile(99.9),
                            percentile(100));
        }
    }
}

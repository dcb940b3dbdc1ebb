package io.asyncio4j.net.transport;

/**
 * The marks of a transport's write buffer. Above the high one the protocol is asked to pause, at
 * the low one to go on. Above the cap, writing fails; there is none unless it is asked for.
 *
 * <p>Immutable.
 *
 * @param lowBytes at or below this many buffered bytes writing resumes
 * @param highBytes above this many buffered bytes writing pauses
 * @param capBytes a write that would leave more than this many bytes in the buffer is refused
 */
public record WriteBufferLimits(int lowBytes, int highBytes, int capBytes) {

    /** 16 KiB and 64 KiB, without a cap. */
    public static final WriteBufferLimits DEFAULT = ofHigh(64 * 1024);

    /**
     * Checks that the marks are in order.
     *
     * @throws IllegalArgumentException unless {@code 0 <= lowBytes <= highBytes <= capBytes}
     */
    public WriteBufferLimits {
        if (lowBytes < 0 || highBytes < lowBytes || capBytes < highBytes) {
            throw new IllegalArgumentException(
                    "write buffer limits must be ordered 0 <= low <= high <= cap, not low "
                            + lowBytes
                            + ", high "
                            + highBytes
                            + ", cap "
                            + capBytes);
        }
    }

    /**
     * Two marks without a cap.
     *
     * @param lowBytes at or below this writing resumes
     * @param highBytes above this writing pauses
     * @throws IllegalArgumentException unless {@code 0 <= lowBytes <= highBytes}
     */
    public WriteBufferLimits(int lowBytes, int highBytes) {
        this(lowBytes, highBytes, Integer.MAX_VALUE);
    }

    /**
     * The given high-water mark, and a quarter of it as the low one.
     *
     * @param highBytes above this writing pauses
     * @throws IllegalArgumentException if it is negative
     */
    public static WriteBufferLimits ofHigh(int highBytes) {
        return new WriteBufferLimits(highBytes / 4, highBytes);
    }

    /**
     * The same marks with a cap, so that a writer that ignores {@link Protocol#pauseWriting} fails
     * instead of filling the memory.
     *
     * @param capBytes the most that may be buffered
     * @throws IllegalArgumentException if it is below the high-water mark
     */
    public WriteBufferLimits withCap(int capBytes) {
        return new WriteBufferLimits(lowBytes, highBytes, capBytes);
    }
}

package io.asyncio4j.net.internal;

import java.nio.ByteBuffer;

/**
 * The bytes that have arrived and were not read yet: one array, filled at its end and emptied at
 * its start.
 *
 * <pre>
 *   bytes: |......|xxxxxxxxxxxx|........|
 *           0     head         tail     length
 * </pre>
 *
 * <p>Taking bytes only moves {@code head}. When the space behind {@code tail} runs out, the content
 * moves to the start if that frees half of the array, else the array doubles; either way a byte is
 * moved a bounded number of times. One array keeps the content together, so that a search looks at
 * plain memory and a ring's second half needs no care.
 *
 * <p>The first array is as large as what has arrived. Whoever takes a full array whole gets the
 * array itself, so that a message that is read as it came is copied once. An empty buffer lets go
 * of a large array too, since most connections of a busy server are idle.
 *
 * <p>Confined to the loop.
 */
public final class ReceiveBuffer {
    private static final byte[] NO_BYTES = {};

    /** The smallest array that is made when the first one was too small; most messages fit. */
    private static final int SMALLEST = 512;

    /** The largest array that an empty buffer keeps. */
    private static final int LARGEST_IDLE = 16 * 1024;

    private byte[] bytes = NO_BYTES;

    /** {@code 0 <= head <= tail <= bytes.length}; both 0 if the buffer is empty. */
    private int head;

    private int tail;

    /** An empty buffer. It needs no memory before the first byte. */
    public ReceiveBuffer() {}

    /** How many bytes there are. */
    public int size() {
        return tail - head;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return tail == head;
    }

    /**
     * Copies all remaining bytes of a buffer to the end.
     *
     * @param data the bytes; its position moves to its limit
     */
    public void append(ByteBuffer data) {
        int count = data.remaining();
        makeRoom(count);
        data.get(bytes, tail, count);
        tail += count;
    }

    private void makeRoom(int count) {
        if (count <= bytes.length - tail) {
            return;
        }
        int size = size();
        if (size > Integer.MAX_VALUE - 8 - count) {
            throw new OutOfMemoryError(
                    "a receive buffer cannot hold " + size + " bytes and " + count + " more");
        }
        byte[] target = bytes;
        if (bytes.length == 0) {
            target = new byte[count];
        } else if (size + count > bytes.length / 2) {
            int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
            target = new byte[Math.max(Math.max(SMALLEST, doubled), size + count)];
        }
        System.arraycopy(bytes, head, target, 0, size);
        bytes = target;
        head = 0;
        tail = size;
    }

    /**
     * Takes bytes from the start.
     *
     * @param count how many; no more than there are
     */
    public byte[] take(int count) {
        if (count > 0 && count == bytes.length && count == size()) {
            byte[] whole = bytes;
            bytes = NO_BYTES;
            clear();
            return whole;
        }
        byte[] taken = new byte[count];
        System.arraycopy(bytes, head, taken, 0, count);
        drop(count);
        return taken;
    }

    /**
     * Takes as many bytes from the start as there are and fit.
     *
     * @param target where they go
     * @return how many
     */
    public int takeInto(ByteBuffer target) {
        int count = Math.min(size(), target.remaining());
        target.put(bytes, head, count);
        drop(count);
        return count;
    }

    /** Takes everything. */
    public byte[] takeAll() {
        return take(size());
    }

    /**
     * Throws away bytes from the start.
     *
     * @param count how many; no more than there are
     */
    public void drop(int count) {
        head += count;
        if (head == tail) {
            head = 0;
            tail = 0;
            if (bytes.length > LARGEST_IDLE) {
                bytes = NO_BYTES;
            }
        }
    }

    /** Throws everything away. */
    public void clear() {
        drop(size());
    }

    /**
     * Finds a sequence of bytes.
     *
     * @param wanted the sequence, not empty
     * @param from where to begin, counted from the start of the content; a caller that searched
     *     before passes what it has seen, less the part of a sequence that may have begun there
     * @return where the sequence begins, or -1
     */
    public int indexOf(byte[] wanted, int from) {
        byte first = wanted[0];
        int last = tail - wanted.length;
        for (int i = head + from; i <= last; i++) {
            if (bytes[i] == first && matches(wanted, i)) {
                return i - head;
            }
        }
        return -1;
    }

    private boolean matches(byte[] wanted, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a sequence of bytes stands at a place.
     *
     * @param wanted the sequence, not empty
     * @param at the place, counted from the start of the content
     */
    public boolean hasAt(byte[] wanted, int at) {
        return at + wanted.length <= size()
                && bytes[head + at] == wanted[0]
                && matches(wanted, head + at);
    }

    /** How large the array is; for tests. */
    int capacity() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "ReceiveBuffer[" + size() + " bytes]";
    }
}

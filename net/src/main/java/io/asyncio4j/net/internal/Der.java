package io.asyncio4j.net.internal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The little of DER (X.690) that wrapping a private key into PKCS#8 needs.
 *
 * <pre>
 *   PKCS#8: SEQUENCE { INTEGER 0, SEQUENCE { algorithm, parameters }, OCTET STRING { key } }
 *   SEC 1:  SEQUENCE { INTEGER 1, OCTET STRING key, [0] curve, [1] public key }
 * </pre>
 *
 * <p>Thread-safe.
 */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xA0;
    private static final byte[] VERSION_0 = {2, 1, 0};

    /** 1.2.840.113549.1.1.1 and its parameter NULL. */
    private static final byte[] RSA = {
        6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
    };

    /** 1.2.840.10045.2.1. */
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private Der() {}

    /** An RSA key in PKCS#1 as PKCS#8. */
    static byte[] wrapRsa(byte[] key) {
        return value(SEQUENCE, VERSION_0, value(SEQUENCE, RSA), value(OCTET_STRING, key));
    }

    /** An EC key in SEC 1 as PKCS#8. */
    static byte[] wrapEc(byte[] key) {
        byte[] curve = curveOf(key);
        return value(SEQUENCE, VERSION_0, value(SEQUENCE, EC, curve), value(OCTET_STRING, key));
    }

    private static byte[] curveOf(byte[] key) {
        Cursor outer = new Cursor(key);
        Cursor inner = new Cursor(outer.next(SEQUENCE));
        while (inner.hasMore()) {
            if (inner.tag() == CURVE) {
                return inner.next(CURVE);
            }
            inner.next(inner.tag());
        }
        throw new IllegalArgumentException("the EC key does not name its curve");
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(tag);
        if (length < 0x80) {
            bytes.write(length);
        } else {
            int count = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
            bytes.write(0x80 | count);
            for (int i = count - 1; i >= 0; i--) {
                bytes.write(length >> (8 * i));
            }
        }
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Walks over the values in some bytes. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        int tag() {
            return bytes[at] & 0xFF;
        }

        /** The content of the next value, which must have this tag. */
        byte[] next(int tag) {
            try {
                if (tag() != tag) {
                    throw new IllegalArgumentException(
                            "DER tag " + tag + " expected at " + at + ", not " + tag());
                }
                at++;
                int length = bytes[at++] & 0xFF;
                if (length >= 0x80) {
                    int count = length & 0x7F;
                    length = 0;
                    for (int i = 0; i < count; i++) {
                        length = (length << 8) | (bytes[at++] & 0xFF);
                    }
                }
                if (length < 0 || length > bytes.length - at) {
                    throw new IllegalArgumentException("DER value at " + at + " is cut short");
                }
                at += length;
                return Arrays.copyOfRange(bytes, at - length, at);
            } catch (IndexOutOfBoundsException cutShort) {
                throw new IllegalArgumentException("DER is cut short at " + at, cutShort);
            }
        }
    }
}

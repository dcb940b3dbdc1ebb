package io.asyncio4j.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes records of TLS with any content, encrypted as one end of a connection would, whose secrets
 * another program has logged. For AES-128-GCM with SHA-256 only.
 *
 * <p>Not thread-safe.
 */
final class TlsForger {
    static final byte ALERT = 21;
    static final byte HANDSHAKE = 22;
    static final byte DATA = 23;

    /** The message that announces new keys, and asks the other end for new ones of its own. */
    private static final byte[] KEY_UPDATE = {24, 0, 0, 1, 1};

    private static final int KEY_BYTES = 16;
    private static final int TAG_BYTES = 16;

    private final boolean isTls13;

    /** What the next keys are derived from, in TLS 1.3; empty in TLS 1.2. */
    private byte[] secret;

    private SecretKeySpec key;

    /** In TLS 1.2 the first four bytes only. */
    private byte[] nonce;

    private long sequence;

    private TlsForger(boolean isTls13, byte[] secret, byte[] key, byte[] nonce, long sequence) {
        this.isTls13 = isTls13;
        this.secret = secret;
        this.key = new SecretKeySpec(key, "AES");
        this.nonce = nonce;
        this.sequence = sequence;
    }

    /** The end whose traffic secret this is, when it has sent nothing behind its handshake. */
    static TlsForger ofTls13(byte[] trafficSecret) {
        var forger = new TlsForger(true, trafficSecret, new byte[KEY_BYTES], new byte[12], 0);
        forger.useKeysOfSecret();
        return forger;
    }

    /** One end of a connection in TLS 1.2, when it has sent nothing behind its handshake. */
    static TlsForger ofTls12(
            boolean isClient, byte[] master, byte[] clientRandom, byte[] serverRandom) {
        byte[] seed = joined("key expansion".getBytes(US_ASCII), serverRandom, clientRandom);
        byte[] block = new byte[0];
        byte[] chained = seed;
        while (block.length < 2 * KEY_BYTES + 8) {
            chained = hmac(master, chained);
            block = joined(block, hmac(master, joined(chained, seed)));
        }
        int key = isClient ? 0 : KEY_BYTES;
        int nonce = 2 * KEY_BYTES + (isClient ? 0 : 4);
        return new TlsForger(
                false,
                new byte[0],
                Arrays.copyOfRange(block, key, key + KEY_BYTES),
                Arrays.copyOfRange(block, nonce, nonce + 4),
                1); // behind Finished
    }

    /** A record of a type. */
    byte[] record(byte type, byte... content) {
        byte[] plain = isTls13 ? joined(content, new byte[] {type}) : content;
        byte[] explicit = isTls13 ? new byte[0] : longBytes(sequence);
        int length = explicit.length + plain.length + TAG_BYTES;
        byte[] head = {isTls13 ? DATA : type, 3, 3, (byte) (length >> 8), (byte) length};
        byte[] iv = isTls13 ? nonceOfSequence() : joined(nonce, explicit);
        byte[] additional =
                isTls13
                        ? head
                        : joined(
                                explicit,
                                new byte[] {
                                    type, 3, 3, (byte) (plain.length >> 8), (byte) plain.length
                                });
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
            cipher.updateAAD(additional);
            sequence++;
            return joined(head, explicit, cipher.doFinal(plain));
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /** A record that changes the keys, and asks for an answer. */
    byte[] keyUpdate() {
        byte[] record = record(HANDSHAKE, KEY_UPDATE);
        secret = expanded(secret, "traffic upd", 32);
        useKeysOfSecret();
        return record;
    }

    private void useKeysOfSecret() {
        key = new SecretKeySpec(expanded(secret, "key", KEY_BYTES), "AES");
        nonce = expanded(secret, "iv", 12);
        sequence = 0;
    }

    private byte[] nonceOfSequence() {
        byte[] iv = nonce.clone();
        byte[] number = longBytes(sequence);
        for (int i = 0; i < number.length; i++) {
            iv[iv.length - number.length + i] ^= number[i];
        }
        return iv;
    }

    /** HKDF-Expand-Label of TLS 1.3, without a context and for at most 32 bytes. */
    private static byte[] expanded(byte[] secret, String label, int length) {
        byte[] name = ("tls13 " + label).getBytes(US_ASCII);
        byte[] info =
                joined(new byte[] {0, (byte) length, (byte) name.length}, name, new byte[] {0, 1});
        return Arrays.copyOf(hmac(secret, info), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    private static byte[] longBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] joined(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}

package io.asyncio4j.net.internal;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/**
 * Tells whether two keys are a pair, by signing something with one and verifying it with the other.
 *
 * <p>Thread-safe.
 */
public final class KeyPairs {
    private static final byte[] SOMETHING = {1, 2, 3};

    private KeyPairs() {}

    /**
     * Whether a private and a public key belong together.
     *
     * @param secret one
     * @param open the other
     */
    public static boolean belong(PrivateKey secret, PublicKey open) {
        try {
            String algorithm =
                    switch (secret.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> secret.getAlgorithm(); // EdDSA, RSASSA-PSS and others
                    };
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(SOMETHING);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(SOMETHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false; // such as an EC signature under an RSA key
        }
    }
}

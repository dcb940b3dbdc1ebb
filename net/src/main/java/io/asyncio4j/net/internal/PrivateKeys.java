package io.asyncio4j.net.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLException;

/**
 * Makes private keys of PEM blocks. The JDK reads PKCS#8 only, so keys in OpenSSL's older forms are
 * wrapped into it first.
 *
 * <p>Thread-safe.
 */
final class PrivateKeys {
    /** What a server's key may be; PKCS#8 says which, and the wrong factories refuse it. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final String PBES2 = "1.2.840.113549.1.5.13";

    private PrivateKeys() {}

    static PrivateKey of(Path file, Pem.Block block, char[] password) throws IOException {
        if (block.hasHeaders()) {
            throw new SSLException(
                    file
                            + " holds a key that is encrypted in OpenSSL's old way; convert it with"
                            + " \"openssl pkcs8 -topk8\"");
        }
        byte[] pkcs8 =
                switch (block.label()) {
                    case "PRIVATE KEY" -> block.content();
                    case "ENCRYPTED PRIVATE KEY" -> decrypt(file, block.content(), password);
                    case "RSA PRIVATE KEY" -> wrapped(file, block, Der::wrapRsa);
                    case "EC PRIVATE KEY" -> wrapped(file, block, Der::wrapEc);
                    default ->
                            throw new SSLException(
                                    file
                                            + " holds a key of a kind that is not known: "
                                            + block.label()
                                            + "; convert it with \"openssl pkcs8 -topk8\"");
                };
        return decode(file, pkcs8);
    }

    private interface Wrapping {
        byte[] wrap(byte[] key);
    }

    private static byte[] wrapped(Path file, Pem.Block block, Wrapping wrapping)
            throws SSLException {
        try {
            return wrapping.wrap(block.content());
        } catch (IllegalArgumentException damaged) {
            throw new SSLException(file + " holds a damaged private key", damaged);
        }
    }

    private static PrivateKey decode(Path file, byte[] pkcs8) throws SSLException {
        SSLException refused =
                new SSLException(
                        file
                                + " holds a private key that is damaged or of an unknown algorithm;"
                                + " RSA, EC and EdDSA are known");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException another) {
                refused.addSuppressed(another);
            } catch (GeneralSecurityException unknown) {
                throw new SSLException("the JDK knows no keys of kind " + algorithm, unknown);
            }
        }
        throw refused;
    }

    private static byte[] decrypt(Path file, byte[] encrypted, char[] password)
            throws SSLException {
        if (password.length == 0) {
            throw new SSLException(file + " holds an encrypted key; pass its password");
        }
        PBEKeySpec secret = new PBEKeySpec(password);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            // For PBES2 the algorithm in full is the text of its parameters.
            String algorithm =
                    info.getAlgName().equals(PBES2) || info.getAlgName().equals("PBES2")
                            ? info.getAlgParameters().toString()
                            : info.getAlgName();
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(secret);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (IOException damaged) {
            throw new SSLException(file + " holds a damaged private key", damaged);
        } catch (GeneralSecurityException failure) {
            throw new SSLException(
                    file + " cannot be decrypted: the password is wrong, or the cipher not known",
                    failure);
        } finally {
            secret.clearPassword();
        }
    }
}

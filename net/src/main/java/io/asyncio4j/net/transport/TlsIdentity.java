package io.asyncio4j.net.transport;

import io.asyncio4j.net.internal.CertificateFiles;
import io.asyncio4j.net.internal.KeyPairs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A certificate with its private key: what one end of a TLS connection presents. Loading checks
 * that the two belong together.
 *
 * <p>Never prints the key.
 *
 * <p>Immutable.
 *
 * @param key the private key
 * @param chain the certificate, followed by those of the authorities up to the root, which may be
 *     left out
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there is no certificate, or the key does not belong to
     *     the first one
     */
    public TlsIdentity {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(Objects.requireNonNull(chain, "chain"));
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a TLS identity needs a certificate beside its key");
        }
        if (!KeyPairs.belong(key, chain.getFirst().getPublicKey())) {
            throw new IllegalArgumentException(
                    "the private key does not belong to the certificate of "
                            + chain.getFirst().getSubjectX500Principal()
                            + "; the certificate of the server comes first in its file");
        }
    }

    /**
     * Loads a certificate and its key from PEM files, which may be the same. The key is in PKCS#8
     * ("PRIVATE KEY") or in the older forms ("RSA PRIVATE KEY", "EC PRIVATE KEY"). Reads the files
     * on the calling thread.
     *
     * @param chain the certificate and those of the authorities
     * @param key the private key
     * @throws IOException if a file cannot be read, lacks what it should hold, or holds an
     *     encrypted key
     * @throws IllegalArgumentException if the key does not belong to the certificate
     */
    public static TlsIdentity pem(Path chain, Path key) throws IOException {
        return pem(chain, key, new char[0]);
    }

    /**
     * Loads a certificate and its encrypted key from PEM files. The key is in PKCS#8 ("ENCRYPTED
     * PRIVATE KEY"); an unencrypted one is taken as well. Reads the files on the calling thread.
     *
     * @param chain the certificate and those of the authorities
     * @param key the private key
     * @param password decrypts the key; not kept
     * @throws IOException if a file cannot be read, lacks what it should hold, or the password is
     *     wrong
     * @throws IllegalArgumentException if the key does not belong to the certificate
     */
    public static TlsIdentity pem(Path chain, Path key, char[] password) throws IOException {
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(password, "password");
        return new TlsIdentity(
                CertificateFiles.pemPrivateKey(key, password),
                CertificateFiles.pemCertificates(chain));
    }

    /**
     * Loads the certificate and the key in a PKCS#12 file (.p12, .pfx). Reads the file on the
     * calling thread.
     *
     * @param file the file; its first key is taken
     * @param password opens the file and the key; not kept
     * @throws IOException if the file cannot be read or opened, or holds no key
     */
    public static TlsIdentity pkcs12(Path file, char[] password) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
        var entry = CertificateFiles.pkcs12Key(file, password);
        return new TlsIdentity(entry.getPrivateKey(), CertificateFiles.x509(entry));
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    @Override
    public String toString() {
        return "TlsIdentity["
                + certificate().getSubjectX500Principal()
                + ", valid until "
                + certificate().getNotAfter().toInstant()
                + "]";
    }
}

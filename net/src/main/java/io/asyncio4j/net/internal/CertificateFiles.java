package io.asyncio4j.net.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.SSLException;

/**
 * Reads certificates and private keys from PEM and PKCS#12 files. Each failure names the file and
 * says what it lacks.
 *
 * <p>Thread-safe.
 */
public final class CertificateFiles {
    private CertificateFiles() {}

    /**
     * All certificates of a PEM file.
     *
     * @param file the file
     * @throws IOException if it cannot be read or holds none
     */
    public static List<X509Certificate> pemCertificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : Pem.read(file)) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(file, block.content()));
            }
        }
        if (certificates.isEmpty()) {
            throw new SSLException(file + " holds no certificate in PEM (BEGIN CERTIFICATE)");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, byte[] encoded) throws SSLException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException damaged) {
            throw new SSLException(file + " holds a damaged certificate", damaged);
        }
    }

    /**
     * The first private key of a PEM file.
     *
     * @param file the file
     * @param password decrypts it; empty if there is none
     * @throws IOException if the file cannot be read, holds none, or the password is wrong
     */
    public static PrivateKey pemPrivateKey(Path file, char[] password) throws IOException {
        for (Pem.Block block : Pem.read(file)) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return PrivateKeys.of(file, block, password);
            }
        }
        throw new SSLException(file + " holds no private key in PEM (BEGIN PRIVATE KEY)");
    }

    /**
     * All certificates of a PKCS#12 file that are not those of a key.
     *
     * @param file the file
     * @param password opens it
     * @throws IOException if it cannot be read or opened, or holds none
     */
    public static List<X509Certificate> pkcs12Certificates(Path file, char[] password)
            throws IOException {
        try {
            KeyStore store = open(file, password);
            List<X509Certificate> certificates = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (!store.isKeyEntry(alias)
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
            if (certificates.isEmpty()) {
                throw new SSLException(file + " holds no trusted certificate");
            }
            return certificates;
        } catch (GeneralSecurityException failure) {
            throw unreadable(file, failure);
        }
    }

    /**
     * The first key of a PKCS#12 file, with its certificates.
     *
     * @param file the file
     * @param password opens it and the key
     * @throws IOException if it cannot be read or opened, or holds none
     */
    public static KeyStore.PrivateKeyEntry pkcs12Key(Path file, char[] password)
            throws IOException {
        try {
            KeyStore store = open(file, password);
            var protection = new KeyStore.PasswordProtection(password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)
                        && store.getEntry(alias, protection)
                                instanceof KeyStore.PrivateKeyEntry entry) {
                    return entry;
                }
            }
            throw new SSLException(file + " holds no private key");
        } catch (GeneralSecurityException failure) {
            throw unreadable(file, failure);
        }
    }

    private static KeyStore open(Path file, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        InputStream input = new ByteArrayInputStream(bytes(file));
        try {
            store.load(input, password);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
        return store;
    }

    private static SSLException unreadable(Path file, Exception cause) {
        return new SSLException(
                file + " cannot be opened as PKCS#12: the password is wrong, or it is no such file",
                cause);
    }

    /** What a file holds. A failure says what is wrong with the file, and not its name alone. */
    static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw because(
                    new NoSuchFileException(file.toString(), null, "there is no such file"),
                    absent);
        } catch (AccessDeniedException refused) {
            throw because(
                    new AccessDeniedException(file.toString(), null, "this user may not read it"),
                    refused);
        } catch (FileSystemException told) {
            throw told;
        } catch (IOException failure) {
            throw new IOException(file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static IOException because(IOException explained, IOException cause) {
        explained.initCause(cause);
        return explained;
    }

    /**
     * The certificates of a key.
     *
     * @param entry the key
     * @throws SSLException if one is of another kind than X.509
     */
    public static List<X509Certificate> x509(KeyStore.PrivateKeyEntry entry) throws SSLException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate each : Arrays.asList(entry.getCertificateChain())) {
            if (!(each instanceof X509Certificate certificate)) {
                throw new SSLException(
                        "TLS needs certificates of kind X.509, not " + each.getType());
            }
            chain.add(certificate);
        }
        return chain;
    }
}

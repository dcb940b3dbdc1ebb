package io.asyncio4j.net.transport;

import io.asyncio4j.net.internal.CertificateFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * Whose certificates are believed: those that one of these authorities has signed, directly or
 * through others.
 *
 * <p>Whether a certificate was revoked is not asked, unless the JDK's security properties say so.
 *
 * <p>Immutable.
 */
public sealed interface TlsTrust {

    /** What the JDK believes: its file {@code cacerts}, or the one that its properties name. */
    static TlsTrust system() {
        return new SystemAuthorities();
    }

    /**
     * The authorities in a PEM file, and nobody else. Reads the file on the calling thread.
     *
     * @param file one or more certificates
     * @throws IOException if the file cannot be read or holds no certificate
     */
    static TlsTrust pem(Path file) throws IOException {
        return new Authorities(
                CertificateFiles.pemCertificates(Objects.requireNonNull(file, "file")));
    }

    /**
     * The authorities in a PKCS#12 file, and nobody else. Reads the file on the calling thread.
     *
     * @param file one or more certificates
     * @param password opens the file; not kept
     * @throws IOException if the file cannot be read or opened, or holds no certificate
     */
    static TlsTrust pkcs12(Path file, char[] password) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
        return new Authorities(CertificateFiles.pkcs12Certificates(file, password));
    }

    /**
     * Certain authorities, and nobody else. A server's own certificate may be among them: then it
     * is believed itself.
     *
     * @param certificates the authorities
     * @throws IllegalArgumentException if there is none
     */
    static TlsTrust of(X509Certificate... certificates) {
        return new Authorities(List.of(Objects.requireNonNull(certificates, "certificates")));
    }

    /** Nobody: for servers that do not ask their clients. */
    static TlsTrust none() {
        return new Nobody();
    }

    /**
     * Anybody, whoever signed. The connection is encrypted, but nobody knows with whom: an attacker
     * on the way reads and changes everything.
     */
    static TlsTrust anyoneInsecurely() {
        return new Anyone();
    }

    /** The JDK's authorities. */
    record SystemAuthorities() implements TlsTrust {}

    /**
     * Certain authorities.
     *
     * @param certificates the authorities
     */
    record Authorities(List<X509Certificate> certificates) implements TlsTrust {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if there is no certificate
         */
        public Authorities {
            certificates = List.copyOf(Objects.requireNonNull(certificates, "certificates"));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "trust needs at least one certificate; TlsTrust.none() is for nobody");
            }
        }

        @Override
        public String toString() {
            return "Authorities"
                    + certificates.stream().map(each -> each.getSubjectX500Principal()).toList();
        }
    }

    /** Nobody. */
    record Nobody() implements TlsTrust {}

    /** Anybody: insecure. */
    record Anyone() implements TlsTrust {}
}

package io.asyncio4j.netty;

import io.asyncio4j.net.transport.TlsTrust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies the certificates of peers as the JDK does, for both engines, and says in plain words
 * what is wrong with one.
 *
 * <p>Thread-safe.
 */
final class PeerCheck extends X509ExtendedTrustManager {
    /** How many of the names in a certificate a message shows. */
    private static final int MOST_NAMES = 5;

    /** A certificate was refused; the message is for users. */
    static final class Refusal extends CertificateException {
        Refusal(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final X509ExtendedTrustManager jdk;

    private PeerCheck(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    /** Who believes what the trust says. */
    static X509ExtendedTrustManager of(TlsTrust trust) throws GeneralSecurityException {
        return switch (trust) {
            case TlsTrust.SystemAuthorities() -> new PeerCheck(jdk(List.of(), true));
            case TlsTrust.Authorities(var certificates) -> new PeerCheck(jdk(certificates, false));
            case TlsTrust.Nobody() -> new NoCheck("nobody's certificate is trusted here");
            case TlsTrust.Anyone() -> new NoCheck("");
        };
    }

    private static X509ExtendedTrustManager jdk(
            List<X509Certificate> certificates, boolean isSystem) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(isSystem ? null : storeOf(certificates));
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("the JDK has no trust manager for certificates");
    }

    private static KeyStore storeOf(List<X509Certificate> certificates)
            throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (java.io.IOException impossible) {
            throw new AssertionError("an empty key store was refused; report this", impossible);
        }
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority" + i, certificates.get(i));
        }
        return store;
    }

    // ---- what the engines ask

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            jdk.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException refusal) {
            throw explained(refusal, chain, engine);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            jdk.checkClientTrusted(chain, authType, engine);
        } catch (CertificateException refusal) {
            throw explained(refusal, chain, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        jdk.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        jdk.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        jdk.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        jdk.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }

    // ---- in plain words

    private static Refusal explained(
            CertificateException refusal, X509Certificate[] chain, SSLEngine engine) {
        X509Certificate first = chain[0];
        String whose = "the certificate of " + first.getSubjectX500Principal();
        String message = String.valueOf(refusal.getMessage());
        if (message.startsWith("No subject alternative") || message.startsWith("No name match")) {
            return new Refusal(
                    whose + " is for " + namesIn(first) + ", not for " + engine.getPeerHost(),
                    refusal);
        }
        if (isOutOfTime(refusal)) {
            Instant now = Instant.now();
            for (X509Certificate each : chain) {
                String which = "the certificate of " + each.getSubjectX500Principal();
                if (each.getNotAfter().toInstant().isBefore(now)) {
                    return new Refusal(
                            which + " expired on " + each.getNotAfter().toInstant(), refusal);
                }
                if (each.getNotBefore().toInstant().isAfter(now)) {
                    return new Refusal(
                            which
                                    + " is valid only from "
                                    + each.getNotBefore().toInstant()
                                    + " on",
                            refusal);
                }
            }
        }
        if (message.contains("unable to find valid certification path")
                || message.contains("No trusted certificate found")) {
            return new Refusal(
                    whose
                            + " is not trusted: no known authority stands behind "
                            + chain[chain.length - 1].getIssuerX500Principal(),
                    refusal);
        }
        return new Refusal(whose + " is not accepted: " + message, refusal);
    }

    private static boolean isOutOfTime(Throwable refusal) {
        for (Throwable each = refusal; each != null; each = each.getCause()) {
            if (each instanceof CertPathValidatorException path
                    && (path.getReason() == BasicReason.EXPIRED
                            || path.getReason() == BasicReason.NOT_YET_VALID)) {
                return true;
            }
            if (each instanceof java.security.cert.CertificateExpiredException
                    || each instanceof java.security.cert.CertificateNotYetValidException) {
                return true;
            }
        }
        return false;
    }

    private static String namesIn(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> each : alternatives) {
                    names.add(String.valueOf(each.get(1)));
                }
            }
        } catch (CertificateException damaged) {
            return "names that cannot be read";
        }
        if (names.isEmpty()) {
            return "no host";
        }
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + "...";
    }

    /** Accepts every certificate, or none. */
    private static final class NoCheck extends X509ExtendedTrustManager {
        private static final X509Certificate[] NOBODY = {};

        /** Why none is accepted; empty if every one is. */
        private final String refusal;

        NoCheck(String refusal) {
            this.refusal = refusal;
        }

        private void check() throws CertificateException {
            if (!refusal.isEmpty()) {
                throw new Refusal(refusal, new CertificateException(refusal));
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return NOBODY;
        }
    }
}

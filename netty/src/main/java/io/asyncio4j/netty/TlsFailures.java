package io.asyncio4j.netty;

import io.asyncio4j.net.spi.Losses;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;

import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Turns the failures that the TLS engines report, each in its own words, into the ones that users
 * see.
 *
 * <p>Thread-safe.
 */
final class TlsFailures {
    /** The JDK's and BoringSSL's words for an alert from the peer. */
    private static final Pattern ALERT =
            Pattern.compile("RECEIVED FATAL ALERT: ([A-Z_]+)|(?:SSLV3|TLSV1)(?:_ALERT)?_([A-Z_]+)");

    /** How deep failures are nested at most; a ring would have no end. */
    private static final int DEEPEST = 16;

    private TlsFailures() {}

    /** A handshake that failed, as an exception for whoever waits for the connection. */
    static SSLHandshakeException ofHandshake(Throwable failure, String peer) {
        return handshake("TLS handshake with " + peer + " failed: " + reason(failure), failure);
    }

    static SSLHandshakeException handshake(String message, Throwable cause) {
        SSLHandshakeException plain = new SSLHandshakeException(message);
        plain.initCause(cause);
        return plain;
    }

    /** Netty's wrapper off. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof DecoderException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** What ended a connection that had TLS; other failures stay as they are. */
    static Throwable ofConnection(Throwable failure, String peer) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof SslClosedEngineException) {
            return new io.asyncio4j.net.transport.ConnectionResetException(
                    peer + " closed the TLS connection before everything was sent", cause);
        }
        if (cause instanceof SSLException) {
            String why =
                    isSecondHandshake(cause)
                            ? "the peer began a second handshake (renegotiation), which is refused"
                            : reason(cause);
            return new SSLException("the TLS connection with " + peer + " broke: " + why, cause);
        }
        return cause;
    }

    /** The JDK's words for a handshake for which no version is left, see TlsLayer. */
    private static boolean isSecondHandshake(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("No appropriate protocol");
    }

    /** Why, in words that a user understands. */
    private static String reason(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++, each = each.getCause()) {
            if (each instanceof PeerCheck.Refusal refusal) {
                return String.valueOf(refusal.getMessage());
            }
            if (each instanceof NotSslRecordException) {
                return "the peer does not speak TLS";
            }
            if (each instanceof ClosedChannelException || each instanceof EOFException) {
                return "the peer closed the connection";
            }
            if (Losses.isLoss(each)) {
                return "the connection was reset";
            }
            messages.append(each.getMessage()).append('\n');
        }
        return ofText(messages.toString().toUpperCase(Locale.ROOT), failure);
    }

    private static String ofText(String text, Throwable failure) {
        Matcher alert = ALERT.matcher(text);
        if (alert.find()) {
            String name = alert.group(1) != null ? alert.group(1) : alert.group(2);
            return ofAlert(name.toLowerCase(Locale.ROOT));
        }
        if (text.contains("NOT ACCEPTED BY CLIENT PREFERENCES")
                || text.contains("IS NOT ENABLED OR SUPPORTED")
                || text.contains("NO APPROPRIATE PROTOCOL")
                || text.contains("UNSUPPORTED_PROTOCOL")
                || text.contains("WRONG_SSL_VERSION")) {
            return "there is no version of TLS that both sides speak";
        }
        if (text.contains("EMPTY CLIENT CERTIFICATE CHAIN")
                || text.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")) {
            return "the client presented no certificate";
        }
        if (text.contains("NO CIPHER SUITES IN COMMON") || text.contains("NO_SHARED_CIPHER")) {
            return "there is no cipher suite that both sides know";
        }
        return String.valueOf(failure.getMessage());
    }

    private static String ofAlert(String name) {
        String words =
                switch (name) {
                    case "certificate_unknown",
                            "bad_certificate",
                            "unknown_ca",
                            "certificate_expired",
                            "certificate_revoked",
                            "unsupported_certificate",
                            "access_denied" ->
                            "the peer does not accept our certificate";
                    case "certificate_required" -> "the peer requires a certificate from us";
                    case "protocol_version" -> "there is no version of TLS that both sides speak";
                    case "unrecognized_name" -> "the peer does not know the name asked for";
                    case "handshake_failure" ->
                            "the peer finds nothing in common, or requires a certificate from us";
                    default -> "the peer ended it";
                };
        return words + " (alert " + name + ")";
    }
}

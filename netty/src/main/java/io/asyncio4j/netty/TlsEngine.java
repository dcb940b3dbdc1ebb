package io.asyncio4j.netty;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who does the cryptography of TLS. Unless one is chosen, a loop takes {@link #OPENSSL} where it is
 * present and {@link #JDK} otherwise. They behave alike.
 *
 * <p>Immutable.
 */
public enum TlsEngine {
    /**
     * OpenSSL, in the form of Google's BoringSSL: faster. Needs {@code
     * io.netty:netty-tcnative-boringssl-static} with the classifier of the platform.
     */
    OPENSSL(SslProvider.OPENSSL_REFCNT) {
        @Override
        @Nullable Throwable obstacle() {
            return OpenSsl.unavailabilityCause();
        }
    },

    /** The JDK's, which is always there. */
    JDK(SslProvider.JDK) {
        @Override
        @Nullable Throwable obstacle() {
            return null;
        }
    };

    private final SslProvider provider;

    TlsEngine(SslProvider provider) {
        this.provider = provider;
    }

    /** The name in the system property: the constant's in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The engine of a name.
     *
     * @param label a {@link #label()}
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static TlsEngine labelled(String label) {
        for (TlsEngine each : values()) {
            if (each.label().equals(label)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "there is no TLS engine named '"
                        + label
                        + "'; choose one of "
                        + Arrays.stream(values())
                                .map(TlsEngine::label)
                                .collect(Collectors.joining(", ")));
    }

    /** Whether it works here. */
    public boolean isAvailable() {
        return unavailability().isEmpty();
    }

    /** Why it does not work here; empty if it does. */
    public Optional<Throwable> unavailability() {
        try {
            return Optional.ofNullable(obstacle());
        } catch (LinkageError absent) { // its jar was left out
            return Optional.of(absent);
        }
    }

    /** The first that works. The first use loads OpenSSL's library, if there is one. */
    static TlsEngine best() {
        return OPENSSL.isAvailable() ? OPENSSL : JDK;
    }

    SslProvider provider() {
        return provider;
    }

    abstract @Nullable Throwable obstacle();
}

package io.asyncio4j.net.transport;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

/**
 * The cipher suites of TLS 1.2 that the JDK thinks secure, whichever engine then does the work.
 *
 * <p>Immutable.
 */
final class CipherSuites {
    /** In those of TLS 1.2 a key exchange stands before this word; TLS 1.3 has none to name. */
    private static final String KEY_EXCHANGE_END = "_WITH_";

    private static final Set<String> SECURE = secure();

    private CipherSuites() {}

    private static Set<String> secure() {
        try {
            return Arrays.stream(
                            SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
                    .filter(name -> name.contains(KEY_EXCHANGE_END))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("the JDK has no TLS to ask for cipher suites", failure);
        }
    }

    static void require(String name) {
        if (SECURE.contains(name)) {
            return;
        }
        throw new IllegalArgumentException(
                name.startsWith("TLS_") && !name.contains(KEY_EXCHANGE_END)
                        ? name
                                + " is not a cipher suite of TLS 1.2; those of TLS 1.3 are all"
                                + " secure and cannot be chosen"
                        : name
                                + " is not a cipher suite of TLS 1.2 that the JDK thinks secure;"
                                + " choose from "
                                + SECURE.stream().sorted().toList());
    }
}

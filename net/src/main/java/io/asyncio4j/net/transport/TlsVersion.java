package io.asyncio4j.net.transport;

/**
 * A version of TLS. Those before 1.2 are broken and cannot be chosen.
 *
 * <p>Immutable.
 */
public enum TlsVersion {
    /** TLS 1.2, RFC 5246. */
    TLS_1_2("TLSv1.2"),

    /** TLS 1.3, RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String label;

    TlsVersion(String label) {
        this.label = label;
    }

    /** The JDK's and OpenSSL's name for it, such as TLSv1.3. */
    public String label() {
        return label;
    }
}

package io.asyncio4j.net.contract;

import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsTrust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;

import javax.security.auth.x500.X500Principal;

/**
 * Signs certificates for tests, of any validity, so that none lies in the repository and expires.
 *
 * <p>Confined to the test.
 */
public final class TestAuthority {
    private static final int SEQUENCE = 0x30;
    private static final byte[] ECDSA_WITH_SHA256 =
            der(SEQUENCE, oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2));

    /** The validity of what is valid. */
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("2049-01-01T00:00:00Z");

    private static long lastSerial = 1_000_000;

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** An authority that signs itself. */
    public TestAuthority(String name) {
        this.name = name;
        this.keys = newKeys();
        byte[] basic = der(SEQUENCE, der(1, new byte[] {(byte) 0xFF}));
        this.certificate = sign(name, keys, BEGIN, END, List.of(extension(0x13, true, basic)));
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Trust in this authority alone. */
    public TlsTrust trust() {
        return TlsTrust.of(certificate);
    }

    /** A valid certificate for hosts, names and addresses, with its key. */
    public TlsIdentity issue(String subject, String... hosts) {
        return issue(subject, BEGIN, END, hosts);
    }

    /** A certificate for hosts with a certain validity. */
    public TlsIdentity issue(String subject, Instant from, Instant until, String... hosts) {
        KeyPair pair = newKeys();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String host : hosts) {
            names.writeBytes(nameOf(host));
        }
        List<byte[]> extensions =
                hosts.length == 0
                        ? List.of()
                        : List.of(extension(0x11, false, der(SEQUENCE, names.toByteArray())));
        return new TlsIdentity(
                pair.getPrivate(), List.of(sign(subject, pair, from, until, extensions)));
    }

    private static byte[] nameOf(String host) {
        try {
            return der(0x87, InetAddress.ofLiteral(host).getAddress());
        } catch (IllegalArgumentException notAnAddress) {
            return der(0x82, host.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private X509Certificate sign(
            String subject, KeyPair pair, Instant from, Instant until, List<byte[]> extensions) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(der(0xA0, der(2, new byte[] {2})));
            body.writeBytes(der(2, BigInteger.valueOf(++lastSerial).toByteArray()));
            body.writeBytes(ECDSA_WITH_SHA256);
            body.writeBytes(new X500Principal("CN=" + name).getEncoded());
            body.writeBytes(der(SEQUENCE, time(from), time(until)));
            body.writeBytes(new X500Principal("CN=" + subject).getEncoded());
            body.writeBytes(pair.getPublic().getEncoded());
            if (!extensions.isEmpty()) {
                byte[] all = der(SEQUENCE, extensions.toArray(byte[][]::new));
                body.writeBytes(der(0xA3, all));
            }
            byte[] unsigned = der(SEQUENCE, body.toByteArray());
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(unsigned);
            byte[] signed =
                    der(
                            SEQUENCE,
                            unsigned,
                            ECDSA_WITH_SHA256,
                            der(3, new byte[] {0}, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException failure) {
            throw new AssertionError("a test certificate could not be made", failure);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new AssertionError("a test key could not be made", failure);
        }
    }

    // ---- PEM

    /** Writes the certificates of an identity to a PEM file. */
    public static Path writeChain(Path file, TlsIdentity identity) throws IOException {
        return writeCertificates(file, identity.chain().toArray(X509Certificate[]::new));
    }

    /** Writes certificates to a PEM file. */
    public static Path writeCertificates(Path file, X509Certificate... certificates)
            throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate each : certificates) {
                text.append(pem("CERTIFICATE", each.getEncoded()));
            }
        } catch (GeneralSecurityException failure) {
            throw new AssertionError("a test certificate could not be encoded", failure);
        }
        return Files.writeString(file, text);
    }

    /** Writes a private key to a PEM file. */
    public static Path writeKey(Path file, PrivateKey key) throws IOException {
        return Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
    }

    /** A block of PEM. */
    public static String pem(String label, byte[] content) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END "
                + label
                + "-----\n";
    }

    // ---- DER

    private static byte[] time(Instant instant) {
        String text =
                DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(instant);
        return der(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** An extension of id-ce. */
    private static byte[] extension(int number, boolean isCritical, byte[] value) {
        byte[] id = oid(0x55, 0x1D, number);
        byte[] content = der(4, value);
        return isCritical
                ? der(SEQUENCE, id, der(1, new byte[] {(byte) 0xFF}), content)
                : der(SEQUENCE, id, content);
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(6, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        int length = content.size();
        if (length > 255) {
            value.write(0x82);
            value.write(length >> 8);
        } else if (length > 127) {
            value.write(0x81);
        }
        value.write(length);
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }
}

package io.asyncio4j.net.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.contract.TestAuthority;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLException;

/** Certificates and keys are loaded from the files that JDK and OpenSSL write. */
class TlsIdentityTest {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final char[] WRONG = "battery staple".toCharArray();

    private final TestAuthority authority = new TestAuthority("Test Authority");
    private final TlsIdentity identity = authority.issue("server", "localhost");

    @TempDir private Path directory;

    // ---- with OpenSSL's files

    /** Runs OpenSSL in the directory. */
    private void openssl(String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(OPENSSL), OPENSSL + " is not installed");
        List<String> command = new ArrayList<>(List.of(OPENSSL.toString()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** Makes key.pem in PKCS#8 and the certificate cert.pem that belongs to it. */
    private void keyAndCertificate(String kind) throws IOException, InterruptedException {
        String[] algorithm =
                kind.equals("EC")
                        ? new String[] {"EC", "-pkeyopt", "ec_paramgen_curve:P-256"}
                        : new String[] {"RSA", "-pkeyopt", "rsa_keygen_bits:2048"};
        List<String> generate = new ArrayList<>(List.of("genpkey", "-algorithm"));
        generate.addAll(Arrays.asList(algorithm));
        generate.addAll(List.of("-out", "key.pem"));
        openssl(generate.toArray(String[]::new));
        openssl("req", "-x509", "-key", "key.pem", "-subj", "/CN=" + kind, "-out", "cert.pem");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void assertLoads(String key) throws IOException {
        // Loading checks that the key belongs to the certificate, so it is the right one.
        assertThat(TlsIdentity.pem(file("cert.pem"), file(key)).chain()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keysOfEveryFormOfPemAreLoaded(String kind) throws IOException, InterruptedException {
        keyAndCertificate(kind);
        String oldForm = kind.toLowerCase(java.util.Locale.ROOT);
        openssl(
                kind.equals("RSA")
                        ? new String[] {"rsa", "-in", "key.pem", "-traditional", "-out", "old.pem"}
                        : new String[] {"ec", "-in", "key.pem", "-out", "old.pem"});
        assertThat(file("key.pem")).content().contains("BEGIN PRIVATE KEY");
        assertThat(file("old.pem")).content().containsIgnoringCase(oldForm + " PRIVATE KEY");
        assertLoads("key.pem");
        assertLoads("old.pem");
    }

    @Test
    void aFileMayBeginWithTheParametersOfItsCurve() throws IOException, InterruptedException {
        openssl("ecparam", "-genkey", "-name", "prime256v1", "-out", "key.pem");
        openssl("req", "-x509", "-key", "key.pem", "-subj", "/CN=x", "-out", "cert.pem");
        assertThat(file("key.pem")).content().contains("BEGIN EC PARAMETERS");
        assertLoads("key.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes-256-cbc", "aes-128-cbc"})
    void anEncryptedKeyIsLoadedWithItsPasswordOnly(String cipher)
            throws IOException, InterruptedException {
        keyAndCertificate("RSA");
        openssl(
                "pkcs8",
                "-topk8",
                "-in",
                "key.pem",
                "-v2",
                cipher,
                "-passout",
                "pass:" + new String(PASSWORD),
                "-out",
                "secret.pem");
        TlsIdentity loaded = TlsIdentity.pem(file("cert.pem"), file("secret.pem"), PASSWORD);
        assertThat(loaded.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=RSA");
        assertThatThrownBy(() -> TlsIdentity.pem(file("cert.pem"), file("secret.pem"), WRONG))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("secret.pem")
                .hasMessageContaining("password")
                .hasMessageNotContaining(new String(WRONG));
        assertThatThrownBy(() -> TlsIdentity.pem(file("cert.pem"), file("secret.pem")))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("encrypted");
    }

    @Test
    void aKeyEncryptedInTheOldWayIsNamed() throws IOException, InterruptedException {
        keyAndCertificate("RSA");
        openssl(
                "rsa",
                "-in",
                "key.pem",
                "-traditional",
                "-aes128",
                "-passout",
                "pass:" + new String(PASSWORD),
                "-out",
                "old.pem");
        assertThatThrownBy(() -> TlsIdentity.pem(file("cert.pem"), file("old.pem"), PASSWORD))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("old.pem")
                .hasMessageContaining("openssl pkcs8 -topk8");
    }

    @Test
    void thePkcs12FilesOfOpensslAreLoaded() throws IOException, InterruptedException {
        keyAndCertificate("EC");
        openssl(
                "pkcs12",
                "-export",
                "-in",
                "cert.pem",
                "-inkey",
                "key.pem",
                "-passout",
                "pass:" + new String(PASSWORD),
                "-out",
                "all.p12");
        TlsIdentity loaded = TlsIdentity.pkcs12(file("all.p12"), PASSWORD);
        assertThat(loaded.chain())
                .isEqualTo(TlsIdentity.pem(file("cert.pem"), file("key.pem")).chain());
        assertThatThrownBy(() -> TlsIdentity.pkcs12(file("all.p12"), WRONG))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("all.p12")
                .hasMessageContaining("password")
                .hasMessageNotContaining(new String(WRONG));
    }

    // ---- with the JDK's files

    private interface Filling {
        void fill(KeyStore store) throws Exception;
    }

    private Path store(Filling filling) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        filling.fill(store);
        Path file = file("store.p12");
        try (OutputStream output = Files.newOutputStream(file)) {
            store.store(output, PASSWORD);
        }
        return file;
    }

    @Test
    void aKeyStoreGivesItsKeyAndWholeChain() throws Exception {
        X509Certificate[] chain = {identity.certificate(), authority.certificate()};
        Path file = store(store -> store.setKeyEntry("own", identity.key(), PASSWORD, chain));
        TlsIdentity loaded = TlsIdentity.pkcs12(file, PASSWORD);
        assertThat(loaded.chain()).containsExactly(chain);
        assertThat(loaded.key()).isEqualTo(identity.key());
        assertThatThrownBy(() -> TlsTrust.pkcs12(file, PASSWORD))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("holds no trusted certificate");
    }

    @Test
    void aKeyStoreGivesItsAuthorities() throws Exception {
        Path file = store(store -> store.setCertificateEntry("ca", authority.certificate()));
        assertThat(TlsTrust.pkcs12(file, PASSWORD)).isEqualTo(authority.trust());
        assertThatThrownBy(() -> TlsIdentity.pkcs12(file, PASSWORD))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("holds no private key");
    }

    @Test
    void oneFileOfPemMayHoldAll() throws IOException {
        Path all = TestAuthority.writeChain(file("all.pem"), identity);
        Files.writeString(
                all,
                TestAuthority.pem("PRIVATE KEY", identity.key().getEncoded())
                        + "a comment between the blocks\r\n"
                        + Files.readString(all).replace("\n", "\r\n"));
        assertThat(TlsIdentity.pem(all, all)).isEqualTo(identity);
    }

    // ---- mistakes

    @Test
    void theKeyOfAnotherCertificateIsRefused() throws IOException {
        Path chain = TestAuthority.writeChain(file("cert.pem"), identity);
        Path other = TestAuthority.writeKey(file("key.pem"), authority.issue("other").key());
        assertThatThrownBy(() -> TlsIdentity.pem(chain, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to the certificate of CN=server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMIIBMIIB",
                "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nMA==\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nMH////8=\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                        + "MA==\n"
                        + "-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\n----\n-----END EC PRIVATE KEY-----\n"
            })
    void garbageIsRefusedWithTheNameOfTheFile(String content) throws IOException {
        Path garbage = Files.writeString(file("odd.pem"), content);
        Path chain = TestAuthority.writeChain(file("cert.pem"), identity);
        assertThatThrownBy(() -> TlsIdentity.pem(chain, garbage))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("odd.pem");
        assertThatThrownBy(() -> TlsIdentity.pem(chain, garbage, PASSWORD))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("odd.pem");
        assertThatThrownBy(() -> TlsTrust.pem(garbage))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("odd.pem");
        assertThatThrownBy(() -> TlsIdentity.pkcs12(garbage, PASSWORD))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("odd.pem");
        assertThatThrownBy(() -> TlsTrust.pkcs12(garbage, PASSWORD))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("odd.pem");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> TlsIdentity.pem(file("no.pem"), file("no.pem")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageEndingWith("no.pem: there is no such file");
        assertThatThrownBy(() -> TlsIdentity.pkcs12(file("no.p12"), PASSWORD))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageEndingWith("no.p12: there is no such file");
    }

    @Test
    void aDirectoryInPlaceOfAFileIsNamed() {
        assertThatThrownBy(() -> TlsTrust.pem(directory))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(directory + " cannot be read: ");
    }

    @Test
    void theKeyIsNeverPrinted() throws IOException {
        var server = ServerTls.of(identity);
        var client = ClientTls.DEFAULT.withIdentity(identity);
        String encoded =
                Files.readAllLines(TestAuthority.writeKey(file("key.pem"), identity.key())).get(1);
        for (Object each : List.of(identity, server, client, new ReplaceableIdentity(identity))) {
            assertThat(each.toString())
                    .doesNotContain(encoded)
                    .doesNotContain(identity.key().toString());
        }
    }
}

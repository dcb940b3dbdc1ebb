package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A certificate that nobody but a test believes, as the help of an example says to make it. */
record Certificate(Path chain, Path key) {

    /** Makes one for this machine; skips the test where openssl is not installed. */
    static Certificate in(Path directory) {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/openssl")),
                "there is no openssl here; install the Debian package openssl");
        var made = new Certificate(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        var run =
                Run.finish(
                        Run.start(
                                List.of(
                                        "openssl",
                                        "req",
                                        "-x509",
                                        "-newkey",
                                        "rsa:2048",
                                        "-nodes",
                                        "-keyout",
                                        made.key.toString(),
                                        "-out",
                                        made.chain.toString(),
                                        "-subj",
                                        "/CN=test",
                                        "-addext",
                                        "subjectAltName=DNS:localhost,IP:127.0.0.1"),
                                directory,
                                Map.of()));
        assertThat(run.status()).as(run.errors()).isZero();
        return made;
    }
}

package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The certificate of all servers that speak TLS, and its key: {@code certificate.pem} and {@code
 * key.pem}. It lasts for a day and nobody checks it, for the handshake is not what is measured.
 *
 * <p>Thread-safe.
 */
final class Certificate {
    private Certificate() {}

    /**
     * Makes it anew.
     *
     * @throws IOException if there is no openssl
     */
    static void make(Path directory) throws IOException {
        Files.createDirectories(directory);
        Peer.Command.run(
                Path.of("openssl"),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=localhost",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                directory.resolve("certificate.pem").toString());
    }
}

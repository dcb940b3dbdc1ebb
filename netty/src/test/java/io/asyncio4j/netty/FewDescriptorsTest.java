package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server in a JVM of its own, which may open few descriptors, gets more connections than those.
 */
@ParameterizedClass
@EnumSource(Mechanism.class)
@Tag("slow")
class FewDescriptorsTest {
    private static final int DESCRIPTORS = 128;
    private static final int CONNECTIONS = 150;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Mechanism mechanism;

    FewDescriptorsTest(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Test
    void aServerWithoutDescriptorsRecoversAndLosesNothing() throws Exception {
        Loops.on(mechanism);
        Path shell = Programs.find("sh", "dash");
        Process server =
                new ProcessBuilder(
                                shell.toString(),
                                "-c",
                                "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "-Dasyncio4j.netty.transport=" + mechanism.label(),
                                "-cp",
                                classPath(),
                                FewDescriptorsServer.class.getName(),
                                Asyncio.engine().name())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output = server.inputReader()) {
            int port = Integer.parseInt(word(output, "port"));
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setSoTimeout(PATIENCE_MILLIS);
                clients.add(client);
                client.getOutputStream().write(("number " + i + "\n").getBytes());
            }
            assertThat(word(output, "report")).contains("trying again in 1 s").contains("oo many");
            for (int i = 0; i < CONNECTIONS; i++) {
                try (Socket client = clients.get(i)) {
                    assertThat(client.getInputStream().readNBytes(("number " + i).length()))
                            .asString()
                            .isEqualTo("number " + i);
                }
            }
            server.getOutputStream().close();
            assertThat(word(output, "end")).isEqualTo("nothing was cut");
            assertThat(server.waitFor()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    /** The rest of the next line that begins with a word. */
    private static String word(BufferedReader output, String first) throws IOException {
        while (true) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the server ended before it said '" + first + "'");
            }
            if (line.startsWith(first + " ")) {
                return line.substring(first.length() + 1);
            }
        }
    }

    /** All that this JVM has, modules and classes of tests, on one class path. */
    private static String classPath() throws URISyntaxException {
        String name = FewDescriptorsServer.class.getSimpleName() + ".class";
        Path here = Path.of(FewDescriptorsServer.class.getResource(name).toURI());
        Path tests = here;
        for (int i = 0; i < FewDescriptorsServer.class.getName().split("\\.").length; i++) {
            tests = tests.getParent();
        }
        return Stream.of(
                        tests.toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}

package io.asyncio4j.netty;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names and their addresses as a {@code hosts} file lists them. The name {@code localhost} is known
 * even if the file does not list it (RFC 6761).
 *
 * <p>Immutable.
 *
 * @param addresses those of each name, which is in lower case
 */
record HostsFile(Map<String, List<InetAddress>> addresses) {
    private static final List<InetAddress> LOOPBACK =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    /** Reads the text of a file; lines that it does not understand are skipped. */
    static HostsFile parse(String text) {
        Map<String, List<InetAddress>> addresses = new HashMap<>();
        text.lines().forEach(line -> addLine(addresses, line));
        return new HostsFile(addresses);
    }

    private static void addLine(Map<String, List<InetAddress>> addresses, String line) {
        int comment = line.indexOf('#');
        String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
        if (words.length < 2) {
            return;
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(words[0]);
        } catch (IllegalArgumentException wrong) {
            return;
        }
        for (String name : List.of(words).subList(1, words.length)) {
            List<InetAddress> known =
                    addresses.computeIfAbsent(
                            name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1));
            if (!known.contains(address)) {
                known.add(address);
            }
        }
    }

    /** The addresses of a name in lower case; none if a server has to be asked. */
    List<InetAddress> find(String name) {
        List<InetAddress> listed = addresses.getOrDefault(name, List.of());
        boolean isHere = name.equals("localhost") || name.endsWith(".localhost");
        return listed.isEmpty() && isHere ? LOOPBACK : listed;
    }
}

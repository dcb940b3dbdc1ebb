package io.asyncio4j.netty;

import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whom to ask for names, and how: what a {@code resolv.conf} says. A file that names no server
 * means the one on this machine, as it does to the system's own resolver.
 *
 * <p>Immutable.
 *
 * @param servers whom to ask, in this order
 * @param searchDomains what is appended to short names
 * @param ndots with how many dots a name is asked as it is first
 * @param timeout how long to wait for one answer
 * @param attempts how often each server is asked
 * @param isRotating whether each look-up begins with another server
 */
record NameServers(
        List<InetSocketAddress> servers,
        List<String> searchDomains,
        int ndots,
        Duration timeout,
        int attempts,
        boolean isRotating) {

    /** As in the system's resolver: more are not asked, waited for, counted or tried. */
    private static final int MAX_SERVERS = 3;

    private static final int MAX_TIMEOUT_SECONDS = 30;
    private static final int MAX_NDOTS = 15;
    private static final int MAX_ATTEMPTS = 5;
    private static final int PORT = 53;

    /** Reads the text of a file; lines that it does not understand are skipped. */
    static NameServers parse(String text) {
        Parser parser = new Parser();
        text.lines().forEach(parser::line);
        return parser.result();
    }

    NameServers withServers(List<InetSocketAddress> others) {
        return new NameServers(others, searchDomains, ndots, timeout, attempts, isRotating);
    }

    NameServers withTimeout(Duration other) {
        return new NameServers(servers, searchDomains, ndots, other, attempts, isRotating);
    }

    private static final class Parser {
        private final List<InetSocketAddress> servers = new ArrayList<>();
        private List<String> searchDomains = List.of();
        private int ndots = 1;
        private int timeoutSeconds = 5;
        private int attempts = 2;
        private boolean isRotating;

        void line(String line) {
            String[] words = line.strip().split("\\s+");
            if (words.length < 2) {
                return;
            }
            List<String> values = List.of(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> server(values.getFirst());
                case "search" -> searchDomains = domains(values);
                case "domain" -> searchDomains = domains(values.subList(0, 1));
                case "options" -> values.forEach(this::option);
                default -> {} // a comment, or something for others
            }
        }

        private void server(String address) {
            if (servers.size() < MAX_SERVERS) {
                try {
                    servers.add(new InetSocketAddress(InetAddress.ofLiteral(address), PORT));
                } catch (IllegalArgumentException wrong) {
                    System.getLogger("io.asyncio4j")
                            .log(
                                    System.Logger.Level.WARNING,
                                    "resolv.conf: '" + address + "' is no address of a nameserver");
                }
            }
        }

        private static List<String> domains(List<String> values) {
            return values.stream()
                    .map(domain -> domain.endsWith(".") ? domain : domain + ".")
                    .filter(domain -> !domain.equals("."))
                    .map(domain -> domain.substring(0, domain.length() - 1))
                    .map(domain -> domain.toLowerCase(Locale.ROOT))
                    .toList();
        }

        private void option(String option) {
            int colon = option.indexOf(':');
            String name = colon < 0 ? option : option.substring(0, colon);
            String value = colon < 0 ? "" : option.substring(colon + 1);
            switch (name) {
                case "ndots" -> ndots = number(value, 0, MAX_NDOTS, ndots);
                case "timeout" ->
                        timeoutSeconds = number(value, 1, MAX_TIMEOUT_SECONDS, timeoutSeconds);
                case "attempts" -> attempts = number(value, 1, MAX_ATTEMPTS, attempts);
                case "rotate" -> isRotating = true;
                default -> {} // for other resolvers
            }
        }

        private static int number(String text, int min, int max, int otherwise) {
            if (!text.matches("\\d{1,6}")) {
                return otherwise;
            }
            return Math.clamp(Integer.parseInt(text), min, max);
        }

        NameServers result() {
            return new NameServers(
                    servers.isEmpty() ? otherwise() : List.copyOf(servers),
                    searchDomains,
                    ndots,
                    Duration.ofSeconds(timeoutSeconds),
                    attempts,
                    isRotating);
        }

        /** Windows has no such file; there Netty knows where to look. */
        private static List<InetSocketAddress> otherwise() {
            if (!SystemFiles.isWindows()) {
                return List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT));
            }
            DnsServerAddressStream all =
                    DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream("");
            List<InetSocketAddress> servers = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                servers.add(all.next());
            }
            return List.copyOf(servers);
        }
    }
}

package io.asyncio4j.netty;

import io.asyncio4j.spi.Wording;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a loop asks name servers. What is not said here stands in the system's files: name servers,
 * search domains, {@code ndots}, {@code timeout}, {@code attempts} and {@code rotate} in {@code
 * resolv.conf}, and names that no server is asked for in {@code hosts}. Both files are read again
 * when they change, and may be missing.
 *
 * {@snippet :
 * var dns = DnsOptions.DEFAULT.withServers(List.of(new InetSocketAddress("127.0.0.1", 5353)));
 * var options = LoopOptions.defaults().withPoller(NettyOptions.defaults().withDns(dns).provider());
 * }
 *
 * <p>Immutable.
 *
 * @param resolvConf the file of the name servers
 * @param hosts the file of names that no server is asked for
 * @param servers whom to ask instead of the name servers in the file; empty for those
 * @param queryTimeout how long to wait for one answer instead of what the file says; empty for that
 * @param maxTtl how long an answer is remembered at most, in whole seconds; the server may say less
 * @param negativeTtl how long it is remembered that a name does not exist, in whole seconds
 */
public record DnsOptions(
        Path resolvConf,
        Path hosts,
        List<InetSocketAddress> servers,
        Optional<Duration> queryTimeout,
        Duration maxTtl,
        Duration negativeTtl) {

    /**
     * What the system's files say; answers are remembered for an hour at most, and failures for
     * five seconds.
     */
    public static final DnsOptions DEFAULT =
            new DnsOptions(
                    Path.of("/etc/resolv.conf"),
                    SystemFiles.hosts(),
                    List.of(),
                    Optional.empty(),
                    Duration.ofHours(1),
                    Duration.ofSeconds(5));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a duration is negative, or the timeout not positive
     */
    public DnsOptions {
        Objects.requireNonNull(resolvConf, "resolvConf");
        Objects.requireNonNull(hosts, "hosts");
        servers = List.copyOf(servers);
        if (queryTimeout.isPresent() && !queryTimeout.get().isPositive()) {
            throw new IllegalArgumentException(
                    "queryTimeout must be above zero, not " + Wording.of(queryTimeout.get()));
        }
        if (maxTtl.isNegative() || negativeTtl.isNegative()) {
            throw new IllegalArgumentException(
                    "maxTtl and negativeTtl must not be negative, as of "
                            + Wording.of(maxTtl)
                            + " and "
                            + Wording.of(negativeTtl)
                            + " one is; zero remembers nothing");
        }
    }

    /**
     * The same options with another file of name servers.
     *
     * @param file in the form of {@code resolv.conf}
     */
    public DnsOptions withResolvConf(Path file) {
        return new DnsOptions(file, hosts, servers, queryTimeout, maxTtl, negativeTtl);
    }

    /**
     * The same options with another file of names.
     *
     * @param file in the form of {@code /etc/hosts}
     */
    public DnsOptions withHosts(Path file) {
        return new DnsOptions(resolvConf, file, servers, queryTimeout, maxTtl, negativeTtl);
    }

    /**
     * The same options with other name servers than those in the file.
     *
     * @param addresses whom to ask, in this order
     */
    public DnsOptions withServers(List<InetSocketAddress> addresses) {
        return new DnsOptions(resolvConf, hosts, addresses, queryTimeout, maxTtl, negativeTtl);
    }

    /**
     * The same options with another time to wait for one answer.
     *
     * @param limit how long; each server is asked as often as the file says
     * @throws IllegalArgumentException if it is not positive
     */
    public DnsOptions withQueryTimeout(Duration limit) {
        return new DnsOptions(resolvConf, hosts, servers, Optional.of(limit), maxTtl, negativeTtl);
    }

    /**
     * The same options with other limits of what is remembered, in whole seconds.
     *
     * @param known how long an answer is remembered at most
     * @param unknown how long it is remembered that a name does not exist
     * @throws IllegalArgumentException if one is negative
     */
    public DnsOptions withTtl(Duration known, Duration unknown) {
        return new DnsOptions(resolvConf, hosts, servers, queryTimeout, known, unknown);
    }
}

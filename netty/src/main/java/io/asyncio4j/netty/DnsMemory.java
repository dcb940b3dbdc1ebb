package io.asyncio4j.netty;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DefaultDnsCache;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers the answers of name servers, for a limited time and for a limited number of names: when
 * there are too many, the one that was asked first is forgotten.
 *
 * <p>Confined to the loop.
 */
final class DnsMemory implements DnsCache {
    /** How many names are remembered at most, of which each has a handful of addresses. */
    static final int MAX_NAMES = 10_000;

    /** For what must not be remembered: the other cache would do so for a moment. */
    private static final DnsCache NOTHING = new DefaultDnsCache(0, 0, 0);

    private final DefaultDnsCache answers;

    /** Those that were told to the cache, in that order. It may have forgotten some by itself. */
    private final Set<String> names = new LinkedHashSet<>();

    DnsMemory(Duration maxTtl, Duration negativeTtl) {
        answers = new DefaultDnsCache(0, seconds(maxTtl), seconds(negativeTtl));
    }

    private static int seconds(Duration duration) {
        return (int) Math.min(duration.toSeconds(), Integer.MAX_VALUE);
    }

    private void remember(String name) {
        if (names.add(name) && names.size() > MAX_NAMES) {
            String oldest = names.iterator().next();
            names.remove(oldest);
            answers.clear(oldest);
        }
    }

    @Override
    public DnsCacheEntry cache(
            String name,
            DnsRecord[] additionals,
            InetAddress address,
            long originalTtl,
            EventLoop loop) {
        if (originalTtl <= 0) {
            return NOTHING.cache(name, additionals, address, originalTtl, loop);
        }
        remember(name);
        return answers.cache(name, additionals, address, originalTtl, loop);
    }

    @Override
    public DnsCacheEntry cache(
            String name, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
        remember(name);
        return answers.cache(name, additionals, cause, loop);
    }

    @Override
    public List<? extends DnsCacheEntry> get(String name, DnsRecord[] additionals) {
        return answers.get(name, additionals);
    }

    @Override
    public void clear() {
        names.clear();
        answers.clear();
    }

    @Override
    public boolean clear(String name) {
        names.remove(name);
        return answers.clear(name);
    }
}

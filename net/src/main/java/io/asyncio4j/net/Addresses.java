package io.asyncio4j.net;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.NameResolution;
import io.asyncio4j.net.transport.AddressChoice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of a host in the order in which they are to be tried, while parts of the answer may
 * still be under way. If the part to be preferred is late, the others are held back for a moment,
 * as RFC 8305 says.
 *
 * <p>Confined to the loop.
 */
final class Addresses {
    /** How long the preferred part of an answer may be later than the rest. */
    static final Duration RESOLUTION_DELAY = Duration.ofMillis(50);

    private final EventLoop loop;
    private final String host;
    private final int port;
    private final AddressChoice choice;

    /** What was not taken in yet; preferred first, none is cancelled but by cancel(). */
    private final List<Future<List<InetAddress>>> pending;

    /** Known and not tried, in the order of the resolver. */
    private final List<InetAddress> untried = new ArrayList<>();

    private final List<UnknownHostException> failures = new ArrayList<>();

    /** Before this, an address waits for a part that is to be preferred. */
    private Instant heldUntil = Instant.MIN;

    /** How many addresses were handed out. */
    private int triedCount;

    /** The kind of the last address that was handed out; empty before. */
    private Optional<Class<? extends InetAddress>> lastKind = Optional.empty();

    Addresses(EventLoop loop, String host, int port, AddressChoice choice) {
        this.loop = loop;
        this.host = host;
        this.port = InetSocketAddress.createUnresolved(host, port).getPort(); // checked
        this.choice = choice;
        this.pending = new ArrayList<>(NameResolution.lookUp(loop, host, choice.family()));
    }

    /** Has a callback run whenever a part of the answer is there. */
    void onNews(Runnable callback) {
        pending.forEach(part -> part.addDoneCallback(done -> callback.run()));
    }

    /** Takes in the parts that are there. */
    void takeIn() {
        boolean isBetterPending = false;
        for (Future<List<InetAddress>> part : List.copyOf(pending)) {
            if (part.isDone()) {
                pending.remove(part);
                takeIn(part, isBetterPending);
            } else {
                isBetterPending = true;
            }
        }
        if (!isBetterPending) {
            heldUntil = Instant.MIN;
        }
    }

    private void takeIn(Future<List<InetAddress>> part, boolean isBetterPending) {
        List<InetAddress> found = List.of();
        try {
            found = part.await(UnknownHostException.class);
        } catch (UnknownHostException failure) {
            failures.add(failure);
        }
        if (isBetterPending && untried.isEmpty() && triedCount == 0) {
            heldUntil = loop.time().plus(RESOLUTION_DELAY);
        }
        if (isBetterPending) {
            untried.addAll(found);
        } else { // what came before this part is less to be preferred
            untried.addAll(0, found);
        }
    }

    /** Whether parts of the answer are under way. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    boolean hasNext() {
        return !untried.isEmpty();
    }

    /** When the next address may be tried at the earliest. */
    Instant notBefore() {
        return heldUntil;
    }

    /** The next address to try; there is one. */
    InetSocketAddress next() {
        boolean takesTurns = choice.interleave() > 0 && triedCount >= choice.interleave();
        InetAddress next =
                untried.stream()
                        .filter(each -> isPreferred(each, takesTurns))
                        .findFirst()
                        .orElseGet(untried::getFirst);
        untried.remove(next);
        triedCount++;
        lastKind = Optional.of(next.getClass());
        return new InetSocketAddress(named(next), port);
    }

    /** The address with the name under which it was asked for: failures tell both. */
    private InetAddress named(InetAddress address) {
        boolean isLiteral = host.indexOf(':') >= 0 || host.equals(address.getHostAddress());
        boolean isScoped = address instanceof Inet6Address ip6 && ip6.getScopeId() != 0;
        if (isLiteral || isScoped) { // a copy would lose the scope
            return address;
        }
        try {
            return InetAddress.getByAddress(host, address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new AssertionError(
                    "an address of four or sixteen bytes was refused; please report this",
                    impossible);
        }
    }

    /** Whether an address is of the other family when that has its turn, else of the same. */
    private boolean isPreferred(InetAddress address, boolean takesTurns) {
        return choice.interleave() == 0
                || lastKind.isEmpty()
                || lastKind.get().equals(address.getClass()) != takesTurns;
    }

    /** Gives up what is under way. */
    void cancel() {
        pending.forEach(Future::cancel);
    }

    /** Why there is nothing to try; the first failure carries the others. */
    UnknownHostException unknown() {
        if (failures.isEmpty()) {
            return new UnknownHostException("'" + host + "' has no address");
        }
        UnknownHostException first = failures.getFirst();
        new LinkedHashSet<>(failures)
                .stream().filter(each -> each != first).forEach(first::addSuppressed);
        return first;
    }

    /** The failures of parts of the answer. */
    List<UnknownHostException> failures() {
        return failures;
    }
}

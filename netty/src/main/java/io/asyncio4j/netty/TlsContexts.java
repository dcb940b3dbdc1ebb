package io.asyncio4j.netty;

import io.asyncio4j.net.transport.ClientTls;
import io.asyncio4j.net.transport.ServerTls;
import io.asyncio4j.net.transport.Tls;
import io.asyncio4j.net.transport.TlsIdentity;
import io.asyncio4j.net.transport.TlsSettings;
import io.asyncio4j.net.transport.TlsVersion;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * The TLS contexts of one loop: one for each set of options and each certificate. Connections that
 * share a context resume each other's sessions.
 *
 * <p>Only the contexts used last are kept, so that certificates that were replaced are let go.
 *
 * <p>Confined to the loop.
 */
final class TlsContexts {
    /** Enough for a server of many names; a context takes some ten kilobytes. */
    private static final int MOST_KEPT = 256;

    /**
     * How many sessions a client remembers. A server can give it as many tickets as it likes, of 16
     * KiB each, and OpenSSL keeps them outside of the heap; the engines' own limit is 20,480.
     */
    private static final int MOST_SESSIONS = 256;

    /** Those that both engines know. */
    private static final List<String> TLS_1_3_SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    /** What a context depends on. A client's does not depend on the name of the server. */
    private record Key(Tls tls, Optional<TlsIdentity> identity) {}

    /** Ordered by their last use. */
    private final Map<Key, SslContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

    /** Who does the cryptography; null until TLS is first used, if nobody chose. */
    private @Nullable TlsEngine engine;

    TlsContexts(Optional<TlsEngine> engine) {
        this.engine = engine.orElse(null);
    }

    TlsEngine engine() {
        TlsEngine chosen = engine;
        if (chosen == null) {
            chosen = TlsEngine.best();
            engine = chosen;
        }
        return chosen;
    }

    SslContext ofClient(ClientTls tls) throws SSLException {
        ClientTls anyName =
                new ClientTls(
                        tls.trust(),
                        tls.identity(),
                        Optional.empty(),
                        tls.isHostVerified(),
                        tls.settings());
        return context(new Key(anyName, tls.identity()), () -> clientContext(tls));
    }

    /** The identity is missing if the options have a context of the JDK. */
    SslContext ofServer(ServerTls tls, Optional<TlsIdentity> identity) throws SSLException {
        return context(new Key(tls, identity), () -> serverContext(tls, identity));
    }

    private interface Building {
        SslContext context() throws GeneralSecurityException, SSLException;
    }

    private SslContext context(Key key, Building building) throws SSLException {
        SslContext known = contexts.get(key);
        if (known != null) {
            return known;
        }
        SslContext made;
        try {
            made = building.context();
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw new SSLException("TLS cannot be set up: " + failure.getMessage(), failure);
        }
        contexts.put(key, made);
        if (contexts.size() > MOST_KEPT) {
            Iterator<SslContext> oldestFirst = contexts.values().iterator();
            SslContext oldest = oldestFirst.next();
            oldestFirst.remove();
            ReferenceCountUtil.release(oldest); // connections that use it hold it still
        }
        return made;
    }

    private SslContext clientContext(ClientTls tls) throws GeneralSecurityException, SSLException {
        if (tls.settings().context().isPresent()) {
            return given(tls.settings().context().get(), true, ClientAuth.NONE, tls.settings());
        }
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .trustManager(PeerCheck.of(tls.trust()))
                        .sessionCacheSize(MOST_SESSIONS)
                        .endpointIdentificationAlgorithm(null); // TlsLayer says which
        tls.identity().ifPresent(own -> builder.keyManager(own.key(), own.chain()));
        return built(builder, tls.settings());
    }

    private SslContext serverContext(ServerTls tls, Optional<TlsIdentity> identity)
            throws GeneralSecurityException, SSLException {
        ClientAuth asked =
                switch (tls.authentication()) {
                    case NONE -> ClientAuth.NONE;
                    case WANTED -> ClientAuth.OPTIONAL;
                    case REQUIRED -> ClientAuth.REQUIRE;
                };
        if (tls.settings().context().isPresent()) {
            return given(tls.settings().context().get(), false, asked, tls.settings());
        }
        TlsIdentity own = identity.orElseThrow();
        SslContextBuilder builder =
                SslContextBuilder.forServer(own.key(), own.chain())
                        .trustManager(PeerCheck.of(tls.trust()))
                        .clientAuth(asked);
        return built(builder, tls.settings());
    }

    private SslContext built(SslContextBuilder builder, TlsSettings settings) throws SSLException {
        return builder.protocols(versions(settings))
                .ciphers(cipherSuites(settings))
                .applicationProtocolConfig(alpn(settings))
                .sslProvider(engine().provider())
                .build();
    }

    private static SslContext given(
            SSLContext context, boolean isClient, ClientAuth asked, TlsSettings settings) {
        return new JdkSslContext(
                context,
                isClient,
                cipherSuites(settings),
                IdentityCipherSuiteFilter.INSTANCE,
                alpn(settings),
                asked,
                versions(settings),
                false);
    }

    private static String[] versions(TlsSettings settings) {
        return settings.versions().stream().map(TlsVersion::label).toArray(String[]::new);
    }

    /** Null for the engine's own. */
    private static @Nullable List<String> cipherSuites(TlsSettings settings) {
        if (settings.cipherSuites().isEmpty()) {
            return null;
        }
        List<String> suites = new ArrayList<>(settings.cipherSuites());
        if (settings.versions().contains(TlsVersion.TLS_1_3)) {
            suites.addAll(TLS_1_3_SUITES);
        }
        return suites;
    }

    private static ApplicationProtocolConfig alpn(TlsSettings settings) {
        return settings.alpn().isEmpty()
                ? ApplicationProtocolConfig.DISABLED
                // Both engines know this much: without a common protocol none is agreed on.
                : new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        settings.alpn());
    }

    void release() {
        contexts.values().forEach(ReferenceCountUtil::release);
        contexts.clear();
    }

    @Override
    public String toString() {
        return "TlsContexts[" + (engine == null ? "unused" : engine.label()) + "]";
    }
}

package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.netty.handler.ssl.OpenSsl;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Optional;

class TlsEngineTest {
    private final String before = System.getProperty(NettyOptions.TLS_PROPERTY, "auto");

    @AfterEach
    void restore() {
        System.setProperty(NettyOptions.TLS_PROPERTY, before);
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void theNameInThePropertyChooses(TlsEngine engine) {
        System.setProperty(NettyOptions.TLS_PROPERTY, engine.label());
        assertThat(NettyOptions.defaults().tlsEngine()).contains(engine);
        assertThat(TlsEngine.labelled(engine.label())).isEqualTo(engine);
    }

    @Test
    void unlessOneIsNamedOpensslIsTakenWhereItIs() {
        System.setProperty(NettyOptions.TLS_PROPERTY, "auto");
        assertThat(NettyOptions.defaults().tlsEngine()).isEmpty();
        assertThat(new TlsContexts(Optional.empty()).engine())
                .isEqualTo(OpenSsl.isAvailable() ? TlsEngine.OPENSSL : TlsEngine.JDK);
        assertThat(TlsEngine.JDK.isAvailable()).isTrue();
    }

    @Test
    void aWrongPropertyIsNamedWithThoseThereAre() {
        System.setProperty(NettyOptions.TLS_PROPERTY, "enigma");
        assertThatThrownBy(Asyncio::newEventLoop)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("enigma")
                .hasMessageContaining("openssl, jdk");
    }
}

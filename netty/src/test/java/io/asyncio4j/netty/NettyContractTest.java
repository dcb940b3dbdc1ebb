package io.asyncio4j.netty;

import io.asyncio4j.net.contract.BufferedProtocolContractTest;
import io.asyncio4j.net.contract.Carrier;
import io.asyncio4j.net.contract.DataContractTest;
import io.asyncio4j.net.contract.DatagramContractTest;
import io.asyncio4j.net.contract.DatagramStreamContractTest;
import io.asyncio4j.net.contract.FailureContractTest;
import io.asyncio4j.net.contract.OneStreamContractTest;
import io.asyncio4j.net.contract.ReaderContractTest;
import io.asyncio4j.net.contract.SendFileContractTest;
import io.asyncio4j.net.contract.ServerContractTest;
import io.asyncio4j.net.contract.ShutdownContractTest;
import io.asyncio4j.net.contract.StreamContractTest;
import io.asyncio4j.net.contract.TransportContractTest;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every contract over every carrier, and no leaks. */
@ExtendWith(NoLeaks.class)
class NettyContractTest {
    @Nested
    @ParameterizedClass
    @MethodSource({"io.asyncio4j.netty.NettyCarrier#all", "io.asyncio4j.netty.LinkedEnds#all"})
    class Transports extends TransportContractTest {
        Transports(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource({"io.asyncio4j.netty.NettyCarrier#all", "io.asyncio4j.netty.LinkedEnds#all"})
    class Data extends DataContractTest {
        Data(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource({"io.asyncio4j.netty.NettyCarrier#all", "io.asyncio4j.netty.LinkedEnds#all"})
    class Buffered extends BufferedProtocolContractTest {
        Buffered(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource({"io.asyncio4j.netty.NettyCarrier#all", "io.asyncio4j.netty.LinkedEnds#all"})
    class Files extends SendFileContractTest {
        Files(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource({"io.asyncio4j.netty.NettyCarrier#all", "io.asyncio4j.netty.LinkedEnds#all"})
    class Readers extends ReaderContractTest {
        Readers(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.asyncio4j.netty.NettyCarrier#all")
    class Failures extends FailureContractTest {
        Failures(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.asyncio4j.netty.NettyCarrier#all")
    class Streams extends StreamContractTest {
        Streams(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.asyncio4j.netty.NettyCarrier#all")
    class OneStreams extends OneStreamContractTest {
        OneStreams(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.asyncio4j.netty.NettyCarrier#all")
    class Servers extends ServerContractTest {
        Servers(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.asyncio4j.netty.NettyCarrier#all")
    class Shutdowns extends ShutdownContractTest {
        Shutdowns(Carrier carrier) {
            super(carrier);
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.asyncio4j.netty.NettyCarrier#tcp")
    class Datagrams extends DatagramContractTest {
        private final Carrier carrier;

        Datagrams(Carrier carrier) {
            super(carrier);
            this.carrier = carrier;
        }

        @Override
        protected boolean sendsEmptyWhenConnected() {
            return !(carrier instanceof NettyCarrier netty) || netty.mechanism() != Mechanism.NIO;
        }

        @Override
        protected boolean pushesBack() {
            return carrier instanceof NettyCarrier netty && netty.mechanism() == Mechanism.IO_URING;
        }
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.asyncio4j.netty.NettyCarrier#tcp")
    class DatagramStreams extends DatagramStreamContractTest {
        DatagramStreams(Carrier carrier) {
            super(carrier);
        }
    }
}

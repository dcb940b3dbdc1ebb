package io.asyncio4j.net;

import io.asyncio4j.net.contract.BufferedProtocolContractTest;
import io.asyncio4j.net.contract.DataContractTest;
import io.asyncio4j.net.contract.ReaderContractTest;
import io.asyncio4j.net.contract.TransportContractTest;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pipes whose ends block keep the contracts, as far as one direction goes. */
class PipeContractTest {
    @Nested
    @ParameterizedClass
    @EnumSource
    class Transports extends TransportContractTest {
        Transports(BlockingPipe.Kind kind) {
            super(new PipeCarrier(kind));
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource
    class Data extends DataContractTest {
        Data(BlockingPipe.Kind kind) {
            super(new PipeCarrier(kind));
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource
    class Buffered extends BufferedProtocolContractTest {
        Buffered(BlockingPipe.Kind kind) {
            super(new PipeCarrier(kind));
        }
    }

    @Nested
    @ParameterizedClass
    @EnumSource
    class Readers extends ReaderContractTest {
        Readers(BlockingPipe.Kind kind) {
            super(new PipeCarrier(kind));
        }
    }
}

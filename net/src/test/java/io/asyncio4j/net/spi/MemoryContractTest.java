package io.asyncio4j.net.spi;

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

/** The fake network keeps every contract, so that tests may rely on it. */
class MemoryContractTest {
    private static final Carrier MEMORY = directory -> MemoryNetwork.options();

    @Nested
    class Transports extends TransportContractTest {
        Transports() {
            super(MEMORY);
        }
    }

    @Nested
    class Data extends DataContractTest {
        Data() {
            super(MEMORY);
        }
    }

    @Nested
    class Buffered extends BufferedProtocolContractTest {
        Buffered() {
            super(MEMORY);
        }
    }

    @Nested
    class Failures extends FailureContractTest {
        Failures() {
            super(MEMORY);
        }
    }

    @Nested
    class Files extends SendFileContractTest {
        Files() {
            super(MEMORY);
        }
    }

    @Nested
    class Readers extends ReaderContractTest {
        Readers() {
            super(MEMORY);
        }
    }

    @Nested
    class Streams extends StreamContractTest {
        Streams() {
            super(MEMORY);
        }
    }

    @Nested
    class OneStreams extends OneStreamContractTest {
        OneStreams() {
            super(MEMORY);
        }
    }

    @Nested
    class Servers extends ServerContractTest {
        Servers() {
            super(MEMORY);
        }
    }

    @Nested
    class Shutdowns extends ShutdownContractTest {
        Shutdowns() {
            super(MEMORY);
        }
    }

    @Nested
    class Datagrams extends DatagramContractTest {
        Datagrams() {
            super(MEMORY);
        }

        @Override
        protected boolean pushesBack() {
            return true;
        }
    }

    @Nested
    class DatagramStreams extends DatagramStreamContractTest {
        DatagramStreams() {
            super(MEMORY);
        }
    }
}

package io.asyncio4j.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server that says what a test wants, also nonsense, on a UDP port of the loopback and in a
 * thread of its own.
 *
 * <p>Thread-safe.
 */
final class FakeNameServer implements AutoCloseable {
    static final int A = 1;
    static final int AAAA = 28;
    static final int NO_ERROR = 0;
    static final int SERVER_FAILURE = 2;
    static final int NAME_ERROR = 3;

    /** Decides what is sent for a question: any number of datagrams. */
    @FunctionalInterface
    interface Script {
        List<byte[]> answers(Question question);
    }

    /** A question as it arrived. */
    record Question(byte[] datagram, String name, int type) {

        /** An answer with addresses of the type that was asked for, or with none. */
        byte[] answer(int code, int ttlSeconds, String... addresses) {
            return answer(id(), name, code, ttlSeconds, addresses);
        }

        int id() {
            return ByteBuffer.wrap(datagram).getShort() & 0xFFFF;
        }

        byte[] answer(int id, String asked, int code, int ttlSeconds, String... addresses) {
            ByteBuffer out = ByteBuffer.allocate(512);
            out.putShort((short) id).putShort((short) (0x8180 | code));
            out.putShort((short) 1).putShort((short) addresses.length).putInt(0);
            for (String label : asked.split("\\.")) {
                out.put((byte) label.length()).put(label.getBytes(ISO_8859_1));
            }
            out.put((byte) 0).putShort((short) type).putShort((short) 1);
            for (String address : addresses) {
                byte[] bytes = InetAddress.ofLiteral(address).getAddress();
                int answered = InetAddress.ofLiteral(address) instanceof Inet6Address ? AAAA : A;
                out.putShort((short) 0xC00C).putShort((short) answered).putShort((short) 1);
                out.putInt(ttlSeconds).putShort((short) bytes.length).put(bytes);
            }
            byte[] bytes = new byte[out.flip().remaining()];
            out.get(bytes);
            return bytes;
        }
    }

    private final DatagramSocket socket;
    private final Script script;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeNameServer(Script script) throws SocketException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.script = script;
        Thread.ofPlatform().daemon().name("fake name server").start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    /** Names and types of the questions so far, such as {@code host.test A}. */
    List<String> asked() {
        return asked;
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        try {
            while (true) {
                DatagramPacket in = new DatagramPacket(buffer, buffer.length);
                socket.receive(in);
                byte[] datagram = java.util.Arrays.copyOf(in.getData(), in.getLength());
                Question question = parse(datagram);
                asked.add(question.name() + (question.type() == A ? " A" : " AAAA"));
                for (byte[] out : script.answers(question)) {
                    socket.send(new DatagramPacket(out, out.length, in.getSocketAddress()));
                }
            }
        } catch (IOException failure) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Question parse(byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram).position(12);
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int length = in.get(); length > 0; length = in.get()) {
            byte[] label = new byte[length];
            in.get(label);
            if (name.size() > 0) {
                name.write('.');
            }
            name.writeBytes(label);
        }
        return new Question(datagram, name.toString(ISO_8859_1), in.getShort());
    }

    @Override
    public void close() {
        socket.close();
    }
}

package io.asyncio4j.net.internal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

class ReceiveBufferTest {
    private final ReceiveBuffer buffer = new ReceiveBuffer();

    private void append(String text) {
        buffer.append(ByteBuffer.wrap(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Test
    void bytesComeOutInTheirOrder() {
        assertThat(buffer.isEmpty()).isTrue();
        append("abc");
        append("");
        append("defg");
        assertThat(buffer.size()).isEqualTo(7);
        assertThat(text(buffer.take(4))).isEqualTo("abcd");
        append("h");
        assertThat(text(buffer.takeAll())).isEqualTo("efgh");
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.take(0)).isEmpty();
    }

    @Test
    void appendingReadsTheWholeBuffer() {
        ByteBuffer data = ByteBuffer.allocateDirect(8).put(bytes("..abcd..")).flip();
        data.position(2).limit(6);
        buffer.append(data);
        assertThat(data.hasRemaining()).isFalse();
        assertThat(text(buffer.takeAll())).isEqualTo("abcd");
    }

    @Test
    void takingIntoATargetStopsWhereEitherEnds() {
        append("abcdef");
        ByteBuffer target = ByteBuffer.allocate(4);
        assertThat(buffer.takeInto(target)).isEqualTo(4);
        assertThat(text(target.array())).isEqualTo("abcd");
        assertThat(buffer.takeInto(target)).isZero();
        assertThat(buffer.takeInto(target.clear())).isEqualTo(2);
        assertThat(target.position()).isEqualTo(2);
    }

    @Test
    void aSequenceIsFoundFromAPlaceOn() {
        append("xxab-ab-a");
        buffer.drop(2);
        assertThat(buffer.indexOf(bytes("ab"), 0)).isZero();
        assertThat(buffer.indexOf(bytes("ab"), 1)).isEqualTo(3);
        assertThat(buffer.indexOf(bytes("ab"), 4)).isEqualTo(-1);
        assertThat(buffer.indexOf(bytes("a"), 6)).isEqualTo(6);
        assertThat(buffer.indexOf(bytes("x"), 0)).isEqualTo(-1);
        assertThat(buffer.indexOf(bytes("ab-ab-a-"), 0)).isEqualTo(-1);
    }

    @Test
    void aSequenceAtAPlaceIsRecognised() {
        append("ab\r\n");
        assertThat(buffer.hasAt(bytes("\r\n"), 2)).isTrue();
        assertThat(buffer.hasAt(bytes("\r\n"), 1)).isFalse();
        assertThat(buffer.hasAt(bytes("\r\n"), 3)).isFalse();
        assertThat(buffer.hasAt(bytes("\n"), 4)).isFalse();
    }

    @Test
    void anEmptyBufferKeepsASmallArrayAndDropsALargeOne() {
        assertThat(buffer.capacity()).isZero();
        append("x");
        int small = buffer.capacity();
        buffer.clear();
        assertThat(buffer.capacity()).isEqualTo(small).isLessThan(1024);
        buffer.append(ByteBuffer.allocate(1_000_000));
        assertThat(buffer.capacity()).isGreaterThanOrEqualTo(1_000_000);
        buffer.takeAll();
        assertThat(buffer.capacity()).isZero();
    }

    @Test
    void aMessageThatIsReadAsItCameIsCopiedOnce() {
        append("abc");
        assertThat(buffer.capacity()).isEqualTo(3);
        byte[] first = buffer.take(3);
        assertThat(buffer.capacity()).isZero();
        append("defgh");
        assertThat(text(first)).isEqualTo("abc");
        assertThat(text(buffer.take(5))).isEqualTo("defgh");
        assertThat(buffer.take(0)).isEmpty();
        assertThat(buffer.capacity()).isZero();
    }

    @Test
    void anArrayThatIsNotTakenWholeIsKept() {
        append("abcdef");
        byte[] start = buffer.take(2);
        byte[] rest = buffer.take(4);
        append("xxxxxx");
        assertThat(text(start) + text(rest)).isEqualTo("abcdef");
        assertThat(buffer.capacity()).isEqualTo(6);
        byte[] whole = buffer.take(6);
        append("yyyyyy");
        assertThat(text(whole)).isEqualTo("xxxxxx");
    }

    @Test
    void aSteadyFlowDoesNotGrowTheArray() {
        append("x".repeat(100));
        for (int i = 0; i < 10_000; i++) {
            append("y".repeat(99));
            buffer.drop(99);
        }
        assertThat(buffer.size()).isEqualTo(100);
        assertThat(buffer.capacity()).isLessThanOrEqualTo(1024);
    }

    @Test
    void anyMixOfCallsKeepsTheContent() {
        Random random = new Random(5);
        byte[] expected = {};
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(100) < 52) {
                byte[] more = new byte[random.nextInt(200)];
                random.nextBytes(more);
                buffer.append(ByteBuffer.wrap(more));
                int before = expected.length;
                expected = Arrays.copyOf(expected, before + more.length);
                System.arraycopy(more, 0, expected, before, more.length);
            } else {
                int count = random.nextInt(expected.length + 1);
                assertThat(buffer.take(count)).isEqualTo(Arrays.copyOf(expected, count));
                expected = Arrays.copyOfRange(expected, count, expected.length);
            }
            assertThat(buffer.size()).isEqualTo(expected.length);
        }
        assertThat(buffer.takeAll()).isEqualTo(expected);
    }
}

package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Task;
import io.asyncio4j.net.IncompleteReadException;
import io.asyncio4j.net.LimitOverrunException;
import io.asyncio4j.net.StreamReader;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Random programs of a task that feeds a stream reader and one that reads it. CPython runs the same
 * ones in {@code stream_readers.py}, draw by draw.
 */
class StreamReaderDifferenceTest {
    private static final int PROGRAMS = 2000;
    private static final byte[][][] SEPARATORS = {
        separators("\n"),
        separators("ab"),
        separators("\r\n", "\n"),
        separators("b", "ab"),
        separators("aba"),
        separators("a", "ab", "abb")
    };

    private static byte[][] separators(String... texts) {
        byte[][] separators = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            separators[i] = texts[i].getBytes(US_ASCII);
        }
        return separators;
    }

    /** The same numbers in both languages. */
    private static final class Draws {
        private static final String ALPHABET = "ab\n\r";

        private int state;

        Draws(int seed) {
            state = seed;
        }

        int below(int bound) {
            state = (int) (state * 1103515245L + 12345) & Integer.MAX_VALUE;
            return (state >> 8) % bound;
        }

        byte[] piece() {
            byte[] piece = new byte[1 + below(8)];
            for (int i = 0; i < piece.length; i++) {
                piece[i] = (byte) ALPHABET.charAt(below(ALPHABET.length()));
            }
            return piece;
        }
    }

    @Test
    void readersAnswerAsThoseOfCPythonDo() {
        Optional<CPython> python = CPython.newest(new CPython.Version(3, 13));
        assumeTrue(python.isPresent(), "no CPython >= 3.13");
        List<String> theirs = python.orElseThrow().run("stream_readers.py").lines().toList();
        assertThat(theirs).hasSize(PROGRAMS);
        for (int seed = 0; seed < PROGRAMS; seed++) {
            int program = seed;
            String ours = Asyncio.run(() -> outcomesOf(program));
            assertThat(ours).as("program " + seed).isEqualTo(theirs.get(seed));
        }
    }

    private static String outcomesOf(int seed) {
        Draws draws = new Draws(seed);
        StreamReader reader = new StreamReader(1 + draws.below(16));
        List<String> outcomes = new ArrayList<>();
        Task<?> reading = Asyncio.createTask(() -> read(reader, draws, outcomes));
        feed(reader, new Draws(seed + PROGRAMS), outcomes);
        reading.await();
        return String.join("; ", outcomes);
    }

    private static void feed(StreamReader reader, Draws draws, List<String> outcomes) {
        for (int i = 0; i < 12; i++) {
            int what = draws.below(10);
            if (what < 5) {
                reader.feedData(draws.piece());
            } else if (what < 9) {
                Asyncio.sleep(Duration.ZERO);
            } else if (draws.below(12) == 0) {
                Asyncio.sleep(Duration.ZERO);
                outcomes.add("broken");
                reader.setException(new ConnectException());
                return;
            }
        }
        outcomes.add("end");
        reader.feedEof();
    }

    private static void read(StreamReader reader, Draws draws, List<String> outcomes)
            throws IOException {
        for (int i = 0; i < 14; i++) {
            boolean isLine = false;
            try {
                int what = draws.below(7);
                isLine = what == 0;
                outcomes.add(outcome(reader, what, draws));
            } catch (IncompleteReadException incomplete) {
                String expected =
                        incomplete.expected().isPresent()
                                ? String.valueOf(incomplete.expected().getAsInt())
                                : "None";
                outcomes.add("incomplete " + hex(incomplete.partial()) + " of " + expected);
            } catch (LimitOverrunException overrun) {
                outcomes.add(isLine ? "line too long" : "overrun after " + overrun.consumed());
            } catch (ConnectException failure) {
                outcomes.add("failed");
            }
        }
    }

    private static String outcome(StreamReader reader, int what, Draws draws) throws IOException {
        return switch (what) {
            case 0 -> "line " + hex(reader.readLine());
            case 1 -> "exactly " + hex(reader.readExactly(draws.below(9)));
            case 2 -> "some " + hex(reader.read(draws.below(8)));
            case 3 -> "until " + hex(reader.readUntil(SEPARATORS[draws.below(6)]));
            case 4 -> "at end " + (reader.atEof() ? "True" : "False");
            case 5 -> draws.below(6) == 0 ? "all " + hex(reader.readAll()) : pass();
            default -> pass();
        };
    }

    private static String pass() {
        Asyncio.sleep(Duration.ZERO);
        return "pass";
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

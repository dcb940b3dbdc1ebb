package io.asyncio4j.net.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Promise;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The words that a test and its protocols wrote, in their order.
 *
 * <p>Confined to the loop.
 */
public final class Trace {
    private final List<String> words = new ArrayList<>();

    /** Those who wait for a word that has not come. */
    private final List<Waiter> waiters = new ArrayList<>();

    private record Waiter(String prefix, Promise<@Nullable Void> promise) {}

    /** Adds a word, made of parts with blanks between them. */
    public void log(Object... parts) {
        List<String> texts = new ArrayList<>();
        for (Object part : parts) {
            texts.add(String.valueOf(part));
        }
        String word = String.join(" ", texts);
        words.add(word);
        for (Waiter waiter : waiters) {
            if (word.startsWith(waiter.prefix) && !waiter.promise.isDone()) {
                waiter.promise.setResult(null);
            }
        }
        waiters.removeIf(waiter -> waiter.promise.isDone());
    }

    /** Whether a word is there. */
    public boolean has(String word) {
        return words.contains(word);
    }

    /** How often a word is there. */
    public long count(String word) {
        return words.stream().filter(word::equals).count();
    }

    /** Waits for a word, unless it is there. */
    public void await(String word) {
        awaitPrefix(word);
    }

    /** Waits for a word that begins so, unless it is there. */
    public void awaitPrefix(String prefix) {
        if (words.stream().noneMatch(word -> word.startsWith(prefix))) {
            Waiter waiter = new Waiter(prefix, Asyncio.getRunningLoop().createFuture());
            waiters.add(waiter);
            waiter.promise.await();
        }
    }

    /** The words. */
    public List<String> words() {
        return words;
    }

    /** Forgets the words so far. */
    public void clear() {
        words.clear();
    }

    /** Asserts that the words are these. */
    public void assertWords(String... expected) {
        assertThat(words).containsExactly(expected);
    }

    @Override
    public String toString() {
        return String.join(" ; ", words);
    }
}

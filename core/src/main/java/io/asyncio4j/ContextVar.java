package io.asyncio4j;

import io.asyncio4j.internal.IntMap;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A variable with one value for each {@link Context}: for a task what a thread local is for a
 * thread. A task begins with a copy of its creator's context, so it sees the values of that moment,
 * and what it sets is its own.
 *
 * {@snippet :
 * static final ContextVar<String> REQUEST = ContextVar.of("request");
 * REQUEST.set("GET /");
 * createTask(() -> log(REQUEST.get()));     // prints GET /
 * }
 *
 * <p>Nothing here suspends. Thread-safe: each thread, loop and task reads and writes its own
 * context.
 *
 * @param <T> the type of the value
 */
public final class ContextVar<T> {
    private static final AtomicInteger NEXT_KEY = new AtomicInteger();

    /** The key in every context's map. */
    final int key = NEXT_KEY.getAndIncrement();

    private final String name;
    private final @Nullable T defaultValue;

    private ContextVar(String name, @Nullable T defaultValue) {
        this.name = Objects.requireNonNull(name, "name");
        this.defaultValue = defaultValue;
    }

    /**
     * A variable that has no value until it is set. Make it once, in a static field.
     *
     * @param name shown in messages
     * @param <T> the type of the value
     */
    public static <T> ContextVar<T> of(String name) {
        return new ContextVar<>(name, null);
    }

    /**
     * A variable with a value to fall back on. Make it once, in a static field.
     *
     * @param name shown in messages
     * @param defaultValue the value in contexts where nobody set one
     * @param <T> the type of the value
     */
    public static <T> ContextVar<T> of(String name, T defaultValue) {
        return new ContextVar<>(name, Objects.requireNonNull(defaultValue, "defaultValue"));
    }

    /** The name given when the variable was made. */
    public String name() {
        return name;
    }

    /**
     * The value in the current context, or the default.
     *
     * @throws NoSuchElementException if nobody set it here and there is no default
     */
    public T get() {
        T value = lookUp(Context.current().values());
        if (value == null) {
            throw new NoSuchElementException(
                    this + " has no value in this context; set() it, or give of() a default");
        }
        return value;
    }

    /**
     * The value in the current context, or the default, or else the given one.
     *
     * @param other the value to fall back on
     */
    public T getOr(T other) {
        Objects.requireNonNull(other, "other");
        T value = lookUp(Context.current().values());
        return value == null ? other : value;
    }

    @Nullable T lookUp(IntMap<Object> values) {
        T value = bound(values);
        return value == null ? defaultValue : value;
    }

    @SuppressWarnings("unchecked") // only set() puts a value under this key
    private @Nullable T bound(IntMap<Object> values) {
        return (T) values.get(key);
    }

    /**
     * Sets the value in the current context.
     *
     * @param value the value; not null
     * @return what {@link #reset} needs to undo this
     */
    public Token<T> set(T value) {
        Objects.requireNonNull(value, "value");
        Context context = Context.current();
        IntMap<Object> before = context.values();
        context.replaceValues(before.with(key, value));
        return new Token<>(this, context, Optional.ofNullable(bound(before)));
    }

    /**
     * Puts back the value from before the {@link #set} that returned the token.
     *
     * @param token what that call returned; it serves once
     * @throws IllegalArgumentException if the token is of another variable or another context
     * @throws IllegalStateException if the token was used before
     */
    public void reset(Token<T> token) {
        Context context = Context.current();
        if (token.variable != this || token.context != context) {
            throw new IllegalArgumentException(
                    token
                            + " was made for another variable or in another context than the"
                            + " current one; reset "
                            + this
                            + " where it was set");
        }
        if (token.used) {
            throw new IllegalStateException(token + " was used before; a token serves once");
        }
        token.used = true;
        IntMap<Object> values = context.values();
        context.replaceValues(
                token.before.isPresent()
                        ? values.with(key, token.before.get())
                        : values.without(key));
    }

    @Override
    public String toString() {
        return "ContextVar[" + name + "]";
    }

    /**
     * Remembers the value a variable had before it was set.
     *
     * <p>Confined to the context in which the variable was set.
     *
     * @param <T> the type of the value
     */
    public static final class Token<T> {
        private final ContextVar<T> variable;
        private final Context context;
        private final Optional<T> before;

        /** Set by {@link ContextVar#reset}, which a token serves only once. */
        private boolean used;

        private Token(ContextVar<T> variable, Context context, Optional<T> before) {
            this.variable = variable;
            this.context = context;
            this.before = before;
        }

        /** The value before it was set, if there was one. */
        public Optional<T> oldValue() {
            return before;
        }

        @Override
        public String toString() {
            return "Token[" + variable.name + (used ? ", used]" : "]");
        }
    }
}

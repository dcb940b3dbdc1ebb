package io.asyncio4j.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A compiled program: the directory of its classes, and the class whose {@code main} starts it; an
 * empty name if the file has no class.
 *
 * <p>Immutable.
 */
record Program(Path classes, String mainClass) {
    /**
     * Calls the program's {@code main} on this thread, as the Java launcher does: static or not,
     * with or without arguments.
     *
     * @return false if there is no {@code main} to call
     * @throws Throwable what {@code main} threw, its stack trace without the frames of this
     *     launcher
     */
    boolean run(String[] args) throws Throwable {
        if (mainClass.isEmpty()) {
            return false;
        }
        var type = load();
        var found = findMain(type, String[].class).or(() -> findMain(type));
        if (found.isEmpty()) {
            return false;
        }
        var main = found.get();
        main.setAccessible(true);
        try {
            var instance = Modifier.isStatic(main.getModifiers()) ? null : instantiate(type);
            main.invoke(
                    instance, main.getParameterCount() == 0 ? new Object[0] : new Object[] {args});
            return true;
        } catch (InvocationTargetException e) {
            var thrown = e.getTargetException();
            removeFrames(e.getStackTrace(), thrown);
            throw thrown;
        }
    }

    private Class<?> load() throws IOException, ClassNotFoundException {
        // Never closed: the program may load its classes as long as the JVM lives.
        var loader =
                new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, Program.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        return loader.loadClass(mainClass);
    }

    private static Object instantiate(Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Optional<Method> findMain(Class<?> type, Class<?>... parameters) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            try {
                var main = owner.getDeclaredMethod("main", parameters);
                if (!Modifier.isPrivate(main.getModifiers())) {
                    return Optional.of(main);
                }
            } catch (NoSuchMethodException e) {
                // Inherited, perhaps.
            }
        }
        return Optional.empty();
    }

    /** Cuts the launcher's frames off, so that a stack trace ends, as everywhere, at the user's. */
    private static void removeFrames(StackTraceElement[] launcher, Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            var frames = e.getStackTrace();
            var own = frames.length - launcher.length;
            if (own > 0 && frames[frames.length - 1].equals(launcher[launcher.length - 1])) {
                e.setStackTrace(Arrays.copyOf(frames, own));
            }
        }
    }
}

package io.asyncio4j.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/**
 * An example inside this JVM, as the build compiled it. The class of a compact source file has no
 * name that source code could use, so it takes reflection.
 *
 * @param program an object of that class
 */
record Loaded(Object program) {
    static Loaded example(String name) throws ReflectiveOperationException {
        var constructor = Class.forName(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return new Loaded(constructor.newInstance());
    }

    /** Calls a method without arguments. */
    void call(String method) throws Exception {
        call(program.getClass().getDeclaredMethod(method));
    }

    /** Calls {@code main}. */
    void callMain(String... arguments) throws Exception {
        call(program.getClass().getDeclaredMethod("main", String[].class), (Object) arguments);
    }

    private void call(Method method, Object... arguments) throws Exception {
        method.setAccessible(true);
        try {
            method.invoke(program, arguments);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getTargetException();
        }
    }

    /** What is printed to both streams meanwhile. Whoever calls this must lock them. */
    static String printedDuring(Callable<?> code) throws Exception {
        var printed = new ByteArrayOutputStream();
        var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var out = System.out;
        var err = System.err;
        System.setOut(stream);
        System.setErr(stream);
        try {
            code.call();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}

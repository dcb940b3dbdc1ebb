package io.asyncio4j.conformance.fuzz;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a tree of records as one line of JSON: a record becomes an object that names its type.
 *
 * <p>Thread-safe.
 */
final class Json {
    private Json() {}

    static String of(Object value) {
        return switch (value) {
            case Record node -> ofRecord(node);
            case List<?> list ->
                    list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quote(value.toString());
        };
    }

    private static String ofRecord(Record node) {
        String type = quote("op") + ":" + quote(node.getClass().getSimpleName());
        return Stream.concat(
                        Stream.of(type),
                        Stream.of(node.getClass().getRecordComponents())
                                .map(part -> quote(part.getName()) + ":" + of(read(node, part))))
                .collect(Collectors.joining(",", "{", "}"));
    }

    static Object read(Record node, RecordComponent part) {
        try {
            return part.getAccessor().invoke(node);
        } catch (ReflectiveOperationException failure) {
            throw new AssertionError("cannot read " + part + " of " + node, failure);
        }
    }

    /** Names and values of a program need no escapes. */
    private static String quote(String text) {
        return '"' + text + '"';
    }
}

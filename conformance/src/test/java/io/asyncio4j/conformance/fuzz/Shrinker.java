package io.asyncio4j.conformance.fuzz;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a program smaller for as long as it stays of interest: takes statements out, puts the body
 * of a block in the block's place, and lowers numbers.
 *
 * <p>Thread-safe.
 */
final class Shrinker {
    private Shrinker() {}

    /** The smallest program found that meets the condition, as the given one does. */
    static Program shrink(Program program, Predicate<Program> isOfInterest) {
        Program smallest = program;
        boolean isSmaller = true;
        while (isSmaller) {
            isSmaller = false;
            for (Record candidate : smallerThan(smallest)) {
                if (isOfInterest.test((Program) candidate)) {
                    smallest = (Program) candidate;
                    isSmaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** All records that differ from this one by one step down, big steps first. */
    private static List<Record> smallerThan(Record node) {
        List<Record> smaller = new ArrayList<>();
        RecordComponent[] parts = node.getClass().getRecordComponents();
        for (RecordComponent part : parts) {
            for (Object value : smallerThan(Json.read(node, part), part.getName())) {
                smaller.add(with(node, part, value));
            }
        }
        return smaller;
    }

    private static List<?> smallerThan(Object value, String name) {
        return switch (value) {
            case List<?> list -> smallerThan(list);
            case Integer number when name.equals("halves") || name.equals("times") ->
                    number > 0 ? List.of(0, number - 1) : List.of();
            case Boolean truth -> truth ? List.of(false) : List.of();
            case String text when name.equals("reason") && !text.isEmpty() -> List.of("");
            case Record node -> smallerThan(node);
            default -> List.of();
        };
    }

    private static List<List<?>> smallerThan(List<?> list) {
        List<List<?>> smaller = new ArrayList<>();
        for (int length = list.size(); length > 0; length /= 2) {
            for (int from = 0; from + length <= list.size(); from += length) {
                smaller.add(replace(list, from, length, List.of()));
            }
        }
        for (int i = 0; i < list.size(); i++) {
            int at = i;
            if (list.get(i) instanceof Record node) {
                if (runsInPlace(node)) {
                    bodiesOf(node).forEach(body -> smaller.add(replace(list, at, 1, body)));
                }
                for (Record lesser : smallerThan(node)) {
                    smaller.add(replace(list, i, 1, List.of(lesser)));
                }
            }
        }
        return smaller;
    }

    /** Whether the task that meets the statement runs its body: another one might not wait. */
    private static boolean runsInPlace(Record node) {
        return switch (node) {
            case Op.Try block -> true;
            case Op.Repeat block -> true;
            case Op.Deadline block -> true;
            case Op.WaitForBody block -> true;
            case Op.Group block -> true;
            case Op.Holding block -> true;
            default -> false;
        };
    }

    private static List<? extends List<?>> bodiesOf(Record node) {
        return Stream.of(node.getClass().getRecordComponents())
                .map(part -> Json.read(node, part))
                .filter(
                        value ->
                                value instanceof List<?> list
                                        && list.stream().allMatch(Op.class::isInstance))
                .map(value -> (List<?>) value)
                .filter(list -> !list.isEmpty())
                .toList();
    }

    private static List<?> replace(List<?> list, int from, int length, List<?> replacement) {
        List<Object> copy = new ArrayList<>(list.subList(0, from));
        copy.addAll(replacement);
        copy.addAll(list.subList(from + length, list.size()));
        return copy;
    }

    private static Record with(Record node, RecordComponent changed, Object value) {
        RecordComponent[] parts = node.getClass().getRecordComponents();
        Object[] values =
                Stream.of(parts)
                        .map(
                                part ->
                                        part.getName().equals(changed.getName())
                                                ? value
                                                : Json.read(node, part))
                        .toArray();
        Class<?>[] types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return node.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException failure) {
            throw new AssertionError("cannot copy " + node, failure);
        }
    }
}

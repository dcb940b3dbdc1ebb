package io.asyncio4j.conformance.fuzz;

import java.util.List;
import java.util.Optional;

/**
 * Runs programs on both sides and tells where their traces part.
 *
 * <p>Confined to one thread.
 */
final class Comparison {
    private final PythonOracle python;

    Comparison(PythonOracle python) {
        this.python = python;
    }

    /** What differs in the program of this seed, made small; empty if nothing does. */
    Optional<String> differenceOf(long seed) {
        Program program = ProgramGenerator.of(seed);
        if (!differs(program)) {
            return Optional.empty();
        }
        return Optional.of(describe(seed, Shrinker.shrink(program, this::differs)));
    }

    private boolean differs(Program program) {
        return !Interpreter.run(program).equals(python.run(program));
    }

    private String describe(long seed, Program program) {
        List<String> ours = Interpreter.run(program);
        List<String> theirs = python.run(program);
        int same = 0;
        while (same < Math.min(ours.size(), theirs.size())
                && ours.get(same).equals(theirs.get(same))) {
            same++;
        }
        return "seed "
                + seed
                + " differs; smallest program:\n"
                + Listing.of(program)
                + "both:\n"
                + lines(ours.subList(0, same))
                + "then asyncio4j:\n"
                + lines(ours.subList(same, ours.size()))
                + "then CPython:\n"
                + lines(theirs.subList(same, theirs.size()));
    }

    private static String lines(List<String> trace) {
        StringBuilder text = new StringBuilder();
        trace.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }
}

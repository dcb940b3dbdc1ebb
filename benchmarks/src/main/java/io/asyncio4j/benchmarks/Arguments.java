package io.asyncio4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * <p>Immutable.
 *
 * @param names what is to be measured; empty for all
 * @param peers who takes part beside asyncio4j; empty for all
 * @param pace how long
 * @param results the directory of the results
 * @param isFresh whether rows that are there already are measured again
 * @param isList whether only to show what there is
 * @param isHelp whether only to explain this
 */
record Arguments(
        List<String> names,
        List<String> peers,
        Pace pace,
        Path results,
        boolean isFresh,
        boolean isList,
        boolean isHelp) {

    static final String HELP =
            """
            Usage: ./asyncio4j bench [OPTION...] [NAME...]
                   ./asyncio4j bench trial WORK SIZE [SECONDS]
                   ./asyncio4j bench jmh [OPTION...]

            Measures asyncio4j beside its peers, and prints a table. NAME is a row, the beginning of
            its name, a work such as switch or echo, or a group: loop, tasks, sync, echo-64b, echo-1kib,
            echo-64kib, net, cores, memory, growth.
            Without a name, all is measured, which takes more than an hour.

            --list         shows the rows and the peers, and measures nothing
            --quick        short rounds, for a first look
            --rounds N     how many rounds each contender has (7, quick 3)
            --peers A,B    who takes part beside asyncio4j, such as uvloop,netty
            --results DIR  where results.json, the tables and the pictures go (benchmarks/results)
            --fresh        measures rows again that are there already; else an interrupted run goes on,
                           and only rows are measured again that had fewer or shorter rounds, or
                           lack a peer

            trial runs one work of asyncio4j alone, for those who change it. jmh does some under JMH,
            whose options it takes: -prof gc tells what an operation allocates, -h explains all.
            benchmarks/install-peers installs the peers. docs/performance.md explains the figures.
            """;

    Arguments {
        names = List.copyOf(names);
        peers = List.copyOf(peers);
    }

    /**
     * Reads the command line.
     *
     * @param home the repository
     * @throws IllegalArgumentException if it cannot be understood
     */
    static Arguments parse(Path home, List<String> words) {
        var names = new ArrayList<String>();
        var arguments =
                new Arguments(
                        names,
                        List.of(),
                        Pace.FULL,
                        home.resolve("benchmarks/results"),
                        false,
                        false,
                        false);
        var rounds = 0;
        var rest = words.iterator();
        while (rest.hasNext()) {
            var word = rest.next();
            switch (word) {
                case "--help", "-h" -> arguments = arguments.help();
                case "--list" -> arguments = arguments.list();
                case "--fresh" -> arguments = arguments.fresh();
                case "--quick" -> arguments = arguments.at(Pace.QUICK);
                case "--rounds" -> rounds = number(word, value(word, rest));
                case "--peers" ->
                        arguments =
                                arguments.among(Arrays.asList(value(word, rest).split(",", -1)));
                case "--results" -> arguments = arguments.into(Path.of(value(word, rest)));
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException(
                                "unknown option: " + word + "; --help shows those there are");
                    }
                    names.add(word);
                }
            }
        }
        return (rounds == 0 ? arguments : arguments.at(arguments.pace.withRounds(rounds)))
                .named(names);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int number(String option, String text) {
        try {
            var number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(option + " needs a number above zero, not " + text);
    }

    private Arguments named(List<String> all) {
        return new Arguments(all, peers, pace, results, isFresh, isList, isHelp);
    }

    private Arguments among(List<String> all) {
        return new Arguments(names, all, pace, results, isFresh, isList, isHelp);
    }

    private Arguments at(Pace other) {
        return new Arguments(names, peers, other, results, isFresh, isList, isHelp);
    }

    private Arguments into(Path directory) {
        return new Arguments(names, peers, pace, directory, isFresh, isList, isHelp);
    }

    private Arguments fresh() {
        return new Arguments(names, peers, pace, results, true, isList, isHelp);
    }

    private Arguments list() {
        return new Arguments(names, peers, pace, results, isFresh, true, isHelp);
    }

    private Arguments help() {
        return new Arguments(names, peers, pace, results, isFresh, isList, true);
    }
}

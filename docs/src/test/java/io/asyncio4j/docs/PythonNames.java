package io.asyncio4j.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The public names of Python's asyncio, and the behaviours that no name stands for, in sections:
 * what the table of names must have, and what prose may speak of though we have it not.
 */
final class PythonNames {
    private static final Path FILE = Page.ROOT.resolve("docs/src/test/resources/python-names.txt");

    private PythonNames() {}

    /** The names alone. */
    static List<String> all() {
        return lines().stream().filter(line -> !line.startsWith("# ")).toList();
    }

    /** The names, each with its section before it. */
    static List<String> withSections() {
        var names = new ArrayList<String>();
        var section = "";
        for (var line : lines()) {
            if (line.startsWith("# ")) {
                section = line.substring(2);
            } else {
                names.add(section + ": " + line);
            }
        }
        return names;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE).stream().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}

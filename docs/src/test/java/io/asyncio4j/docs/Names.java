package io.asyncio4j.docs;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The types that prose may name: our own with the source that declares them, and those of the JDK
 * and of our dependencies.
 */
record Names(Map<String, String> own, Set<String> foreign) {
    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|record|enum|interface) (\\w+)");

    /** All names known in this repository. */
    static Names known() throws IOException {
        var names = new Names(new HashMap<>(), new HashSet<>());
        names.addSources();
        names.addJdk();
        names.addDependencies();
        return names;
    }

    boolean hasType(String type) {
        return own.containsKey(type) || foreign.contains(type);
    }

    /** Whether the type has the member. Of types that are not ours, that is believed. */
    boolean hasMember(String type, String member) {
        var source = own.get(type);
        return source == null || Pattern.compile("\\b" + member + "\\b").matcher(source).find();
    }

    private void addSources() throws IOException {
        var files = new HashMap<String, String>();
        for (var file : Page.files(".java")) {
            var source = Files.readString(file);
            DECLARATION.matcher(source).results().forEach(type -> own.put(type.group(1), source));
            files.put(file.getFileName().toString().replace(".java", ""), source);
        }
        // The type that a file is called after, whoever else has one of that name.
        own.putAll(files);
    }

    private void addJdk() throws IOException {
        for (var module : ModuleFinder.ofSystem().findAll()) {
            try (var reader = module.open();
                    var entries = reader.list()) {
                entries.forEach(this::addForeign);
            }
        }
    }

    private void addDependencies() throws IOException {
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                try (var jar = new JarFile(entry)) {
                    jar.stream().forEach(file -> addForeign(file.getName()));
                }
            }
        }
    }

    private void addForeign(String entry) {
        if (entry.endsWith(".class")) {
            foreign.add(entry.replaceFirst(".*[/$]", "").replace(".class", ""));
        }
    }
}

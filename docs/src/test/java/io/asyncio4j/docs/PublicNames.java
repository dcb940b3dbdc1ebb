package io.asyncio4j.docs;

import java.io.File;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What users can name: the public types of all exported packages, and their public members. A name
 * is {@code Type}, {@code Type.member} or {@code new Type}; types of the JDK have their packages
 * before them.
 */
final class PublicNames {
    private final List<String> packages;

    private PublicNames(List<String> packages) {
        this.packages = packages;
    }

    /** The names of all our modules on the class path. */
    static PublicNames ofAllModules() {
        var path = System.getProperty("java.class.path").split(File.pathSeparator);
        var ours =
                Arrays.stream(path)
                        .filter(entry -> !entry.contains("test-classes"))
                        .map(Path::of)
                        .flatMap(entry -> ModuleFinder.of(entry).findAll().stream())
                        .map(ModuleReference::descriptor)
                        .filter(module -> module.name().startsWith("io.asyncio4j"));
        return new PublicNames(
                ours.flatMap(module -> module.exports().stream())
                        .filter(exports -> !exports.isQualified())
                        .map(Exports::source)
                        .toList());
    }

    List<String> packages() {
        return packages;
    }

    /** Whether the name means something. */
    boolean contains(String name) {
        if (name.startsWith("new ")) {
            return type(name.substring(4))
                    .filter(type -> type.getConstructors().length > 0)
                    .isPresent();
        }
        var dot = name.lastIndexOf('.');
        return type(name).isPresent()
                || (dot > 0
                        && type(name.substring(0, dot))
                                .filter(type -> hasMember(type, name.substring(dot + 1)))
                                .isPresent());
    }

    private static boolean hasMember(Class<?> type, String name) {
        return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getFields()))
                .anyMatch(member -> member.getName().equals(name));
    }

    private Optional<Class<?>> type(String name) {
        var candidates =
                name.startsWith("java.")
                        ? Stream.of(name)
                        : packages.stream().map(each -> each + "." + name.replace('.', '$'));
        return candidates.flatMap(PublicNames::load).findFirst();
    }

    private static Stream<Class<?>> load(String name) {
        try {
            var type = Class.forName(name, false, PublicNames.class.getClassLoader());
            return Modifier.isPublic(type.getModifiers()) ? Stream.of(type) : Stream.empty();
        } catch (ClassNotFoundException unknown) {
            return Stream.empty();
        }
    }
}

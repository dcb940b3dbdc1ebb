package io.asyncio4j.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The compiled classes of the published modules, as they lie on the class path of this test. */
final class Compiled {
    static final String PROJECT = "io.asyncio4j";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages(PROJECT);

    private static final List<ModuleDescriptor> MODULES =
            ModuleFinder.of(
                            Arrays.stream(
                                            System.getProperty("java.class.path")
                                                    .split(File.pathSeparator))
                                    .map(Path::of)
                                    .filter(entry -> entry.startsWith(Repository.ROOT))
                                    .filter(entry -> !entry.endsWith("test-classes"))
                                    .toArray(Path[]::new))
                    .findAll()
                    .stream()
                    .map(ModuleReference::descriptor)
                    .toList();

    private Compiled() {}

    static JavaClasses classes() {
        return CLASSES;
    }

    static List<ModuleDescriptor> modules() {
        return MODULES;
    }

    /** Whether users can see the class: it is public, in a package that its module exports. */
    static boolean isExported(JavaClass type) {
        return type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                && MODULES.stream()
                        .flatMap(module -> module.exports().stream())
                        .anyMatch(
                                exported ->
                                        !exported.isQualified()
                                                && exported.source().equals(type.getPackageName()));
    }

    /** What the rule finds wrong in the given classes. */
    static List<String> violations(ArchRule rule, Class<?>... types) {
        var imported = new ClassFileImporter().importClasses(types);
        return rule.evaluate(imported).getFailureReport().getDetails();
    }
}

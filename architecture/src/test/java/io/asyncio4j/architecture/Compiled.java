package io.asyncio4j.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasSourceCodeLocation;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

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

    /** A condition told in words that complete "should be ...". */
    static <T extends HasDescription & HasSourceCodeLocation> ArchCondition<T> be(
            String words, Predicate<T> predicate) {
        return ArchCondition.from(DescribedPredicate.describe("be " + words, predicate));
    }

    /** What the rule finds wrong in the given classes. */
    static List<String> violations(ArchRule rule, Class<?>... types) {
        var imported = new ClassFileImporter().importClasses(types);
        return rule.evaluate(imported).getFailureReport().getDetails();
    }
}

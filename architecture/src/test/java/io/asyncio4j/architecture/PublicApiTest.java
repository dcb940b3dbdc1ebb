package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;

import io.asyncio4j.architecture.fixture.api.Example;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The public API is what {@code api/} says, so that no change of it goes unseen in a review. {@code
 * ./mvnw -Dquick test -Dtest=PublicApiTest -Dapi.update} writes the files anew.
 */
class PublicApiTest {
    private static final Path DIRECTORY = Repository.ROOT.resolve("api");
    private static final boolean UPDATE = System.getProperty("api.update") != null;

    @TestFactory
    List<DynamicTest> publicApiIsTheRecordedOne() {
        return Compiled.modules().stream()
                .filter(module -> !module.exports().isEmpty())
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> compare(module)))
                .toList();
    }

    @Test
    void everyFileBelongsToAModule() {
        var modules = Compiled.modules().stream().map(module -> module.name() + ".txt").toList();
        assertThat(Repository.list(DIRECTORY).map(file -> file.getFileName().toString()))
                .isSubsetOf(modules);
    }

    @Test
    void dumpShowsWhatUsersCanName() {
        var module =
                ModuleDescriptor.newModule("example")
                        .exports(Example.class.getPackageName())
                        .build();
        assertThat(
                        ApiDump.of(
                                module,
                                List.of(
                                        Example.class,
                                        Example.Part.class,
                                        Example.Kind.class,
                                        Example.Shape.class)))
                .isEqualTo(
                        """
                        package io.asyncio4j.architecture.fixture.api

                        abstract sealed class Example<T extends @Nullable Object> implements Comparable<Example<T>>
                            static final int LIMIT
                            protected new()
                            static <X extends Exception & Runnable> List<? super X> of(Class<X>, long...) throws java.io.IOException
                            protected abstract @Nullable T value(@Nullable Example.Kind)

                        enum Example.Kind
                            ONE

                        record Example.Part(@Nullable String name, List<Integer> sizes)
                            int size()

                        interface Example.Shape
                            double area()
                            default double twice()
                        """);
    }

    private static void compare(ModuleDescriptor module) throws IOException {
        var file = DIRECTORY.resolve(module.name() + ".txt");
        var actual = ApiDump.of(module, types());
        if (UPDATE) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, actual);
        }
        assertThat(file)
                .as("to record the new API: ./mvnw -Dquick test -Dtest=PublicApiTest -Dapi.update")
                .content()
                .isEqualTo(actual);
    }

    private static Collection<Class<?>> types() {
        return Compiled.classes().stream().map(JavaClass::reflect).collect(Collectors.toList());
    }
}

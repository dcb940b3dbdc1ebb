package io.asyncio4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchRule;

import io.asyncio4j.architecture.fixture.LoopManager;

import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.stream.Stream;

/** Names say what a thing is, in the words of the glossary. */
class NamesTest {
    /** Words that tell how a type was made, or nothing at all. */
    private static final Set<String> EMPTY_WORDS =
            Set.of(
                    "Manager",
                    "Util",
                    "Utils",
                    "Helper",
                    "Helpers",
                    "Impl",
                    "Abstract",
                    "Base",
                    "Default",
                    "Support");

    /** Getters that asyncio has under the same name. A property of ours is called by its noun. */
    private static final Set<String> ASYNCIO_GETTERS =
            Set.of("getRunningLoop", "getEventLoop", "getNowait");

    private static final ArchRule TYPES =
            classes().should(Compiled.be("named by a noun of the field", NamesTest::isWellNamed));

    private static final ArchRule PROPERTIES =
            noMethods().should(Compiled.be("a property called get", NamesTest::isGetter));

    @Test
    void typesAreNamedByNounsOfTheField() {
        TYPES.check(Compiled.classes());
    }

    @Test
    void propertiesAreNamedWithoutGet() {
        PROPERTIES.check(Compiled.classes());
    }

    @Test
    void emptyWordInATypeNameIsRefused() {
        assertThat(Compiled.violations(TYPES, LoopManager.class)).hasSize(1);
    }

    @Test
    void getterIsRefused() {
        assertThat(Compiled.violations(PROPERTIES, LoopManager.class))
                .hasSize(1)
                .allMatch(violation -> violation.contains("getSize"));
    }

    private static boolean isWellNamed(JavaClass type) {
        return Stream.of(type.getSimpleName().split("(?=[A-Z])")).noneMatch(EMPTY_WORDS::contains);
    }

    private static boolean isGetter(JavaMethod method) {
        return method.getName().matches("get[A-Z].*")
                && method.getRawParameterTypes().isEmpty()
                && !ASYNCIO_GETTERS.contains(method.getName())
                && !isInherited(method);
    }

    /** Whether a type of someone else's gave the method its name. */
    private static boolean isInherited(JavaMethod method) {
        var type = method.getOwner();
        return Stream.concat(
                        type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                .filter(above -> !above.getName().startsWith(Compiled.PROJECT))
                .anyMatch(above -> above.tryGetMethod(method.getName()).isPresent());
    }
}

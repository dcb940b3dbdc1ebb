package io.asyncio4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;

import io.asyncio4j.architecture.fixture.OpenType;

import org.junit.jupiter.api.Test;

/** Types are closed and flat: users compose them, and nobody inherits behaviour. */
class TypeShapesTest {
    private static final ArchRule FINAL_OR_SEALED =
            classes()
                    .that()
                    .arePublic()
                    .should(
                            Compiled.be(
                                    "final, sealed, a record, an enum or an interface",
                                    TypeShapesTest::isClosed));

    private static final ArchRule FLAT =
            classes()
                    .should(
                            Compiled.be(
                                    "at most one step below Object or a type of others",
                                    TypeShapesTest::isFlat));

    @Test
    void publicTypesAreClosed() {
        FINAL_OR_SEALED.check(Compiled.classes());
    }

    @Test
    void inheritanceIsOneStepDeep() {
        FLAT.check(Compiled.classes());
    }

    @Test
    void openClassIsRefused() {
        assertThat(Compiled.violations(FINAL_OR_SEALED, OpenType.class, OpenType.Third.class))
                .hasSize(1);
    }

    @Test
    void secondStepOfInheritanceIsRefused() {
        assertThat(
                        Compiled.violations(
                                FLAT, OpenType.class, OpenType.Second.class, OpenType.Third.class))
                .hasSize(1);
    }

    private static boolean isClosed(JavaClass type) {
        return type.isInterface()
                || type.getModifiers().contains(JavaModifier.FINAL)
                || type.reflect().isSealed();
    }

    private static boolean isFlat(JavaClass type) {
        return type.getAllRawSuperclasses().stream()
                        .filter(above -> above.getName().startsWith(Compiled.PROJECT))
                        .count()
                <= 1;
    }
}

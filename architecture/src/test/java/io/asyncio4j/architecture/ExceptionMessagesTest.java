package io.asyncio4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchRule;

import io.asyncio4j.architecture.fixture.Speechless;

import org.junit.jupiter.api.Test;

import java.util.Set;

/**
 * Every exception has a message, and a type that can be caught by name. The rule looks at calls of
 * the JDK's constructors, because the constructor of an exception of ours ends in one of those.
 */
class ExceptionMessagesTest {
    private static final Set<String> BARE =
            Set.of("java.lang.RuntimeException", "java.lang.Exception", "java.lang.Error");

    private static final ArchRule EVERY_EXCEPTION_SPEAKS =
            noClasses()
                    .should()
                    .callConstructorWhere(
                            DescribedPredicate.describe(
                                    "no message is given", ExceptionMessagesTest::isMessageless));

    private static final ArchRule NONE_IS_BARE =
            noClasses()
                    .should()
                    .callConstructorWhere(
                            DescribedPredicate.describe(
                                    "nobody can catch it by name", ExceptionMessagesTest::isBare));

    @Test
    void everyExceptionHasAMessage() {
        EVERY_EXCEPTION_SPEAKS.check(Compiled.classes());
    }

    @Test
    void everyExceptionCanBeCaughtByName() {
        NONE_IS_BARE.check(Compiled.classes());
    }

    @Test
    void exceptionWithoutAMessageIsRefused() {
        assertThat(
                        Compiled.violations(
                                EVERY_EXCEPTION_SPEAKS,
                                Speechless.class,
                                Speechless.NothingToSayException.class))
                .hasSize(3)
                .anyMatch(violation -> violation.contains("Speechless.<init>"))
                .anyMatch(violation -> violation.contains("Speechless.wrap"))
                .anyMatch(violation -> violation.contains("NothingToSayException.<init>"));
    }

    @Test
    void bareRuntimeExceptionIsRefused() {
        assertThat(Compiled.violations(NONE_IS_BARE, Speechless.class))
                .hasSize(1)
                .allMatch(violation -> violation.contains("Speechless.bare"));
    }

    private static boolean isMessageless(JavaConstructorCall call) {
        var type = call.getTargetOwner();
        return type.isAssignableTo(Throwable.class)
                && !isOurs(type)
                && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(
                                parameter ->
                                        parameter.isEquivalentTo(String.class)
                                                || parameter.isEquivalentTo(Object.class));
    }

    private static boolean isBare(JavaConstructorCall call) {
        return BARE.contains(call.getTargetOwner().getName())
                && !call.getOriginOwner().isAssignableTo(Throwable.class);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(Compiled.PROJECT);
    }
}

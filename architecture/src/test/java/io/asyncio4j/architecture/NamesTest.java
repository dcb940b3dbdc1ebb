package io.asyncio4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.asyncio4j.architecture.fixture.LoopManager;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names say what a thing is, in the words of the glossary. */
class NamesTest {
    /** Words that say how a type was made, or nothing at all. */
    private static final Set<String> EMPTY_WORDS =
            Set.of(
                    "Manager", "Util", "Utils", "Helper", "Helpers", "Impl", "Abstract", "Base",
                    "Default", "Support");

    /** Getters that asyncio has too, under the same name. A property of ours is called by its noun. */
    private static final Set<String> ASYNCIO_GETTERS =
            Set.of(
                    "getRunningLoop",
                    "getEventLoop",
                    "getNowait",
                    "getProtocol",
                    "getWriteBufferSize",
                    "getWriteBufferLimits");

    private static final ArchRule TYPES =
            classes().should(ArchCondition.from(com.tngtech.archunit.base.DescribedPredicate.describe("", (JavaClass type) -> true)));

    @Test
    void x() {}
}

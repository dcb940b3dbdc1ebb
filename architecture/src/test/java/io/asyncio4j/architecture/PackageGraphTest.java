package io.asyncio4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import io.asyncio4j.architecture.fixture.one.One;
import io.asyncio4j.architecture.fixture.two.Two;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Packages form a DAG, and those built on the loop use it as any user does. */
class PackageGraphTest {
    /**
     * Packages that are one for this rule, whose types name each other: the loop opens its poller,
     * and a poller is opened for its loop; the call graph is made of tasks, and a loop that waits
     * in vain prints it. Only what they are for tells these packages apart.
     */
    private static final Map<String, String> ONE =
            Map.of("io.asyncio4j.spi", "io.asyncio4j", "io.asyncio4j.introspect", "io.asyncio4j");

    private static final ArchRule NO_CYCLES =
            slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

    private static final ArchRule ONLY_PUBLIC =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.asyncio4j.sync", "io.asyncio4j.queues")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.asyncio4j.internal..")
                    .allowEmptyShould(true);

    @Test
    void packagesAreFreeOfCycles() {
        NO_CYCLES.check(Compiled.classes());
    }

    @Test
    void locksAndQueuesUseOnlyThePublicApi() {
        ONLY_PUBLIC.check(Compiled.classes());
    }

    @Test
    void cycleIsRefused() {
        assertThat(Compiled.violations(NO_CYCLES, One.class, Two.class)).hasSize(1);
    }

    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            return name.startsWith(Compiled.PROJECT)
                    ? SliceIdentifier.of(ONE.getOrDefault(name, name))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}

package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Modules form a DAG: each names only those below it. */
class ModuleGraphTest {
    /** What a module may require, besides the JDK and annotations that it needs only to compile. */
    private static final Map<String, Set<String>> FLOORS =
            Map.of(
                    "io.asyncio4j", Set.of(),
                    "io.asyncio4j.net", Set.of("io.asyncio4j"),
                    "io.asyncio4j.netty", Set.of("io.asyncio4j.net", "io.netty"),
                    "io.asyncio4j.process", Set.of("io.asyncio4j", "io.asyncio4j.net"),
                    "io.asyncio4j.all",
                            Set.of(
                                    "io.asyncio4j",
                                    "io.asyncio4j.net",
                                    "io.asyncio4j.netty",
                                    "io.asyncio4j.process"),
                    "io.asyncio4j.cli", Set.of("io.asyncio4j"));

    @Test
    void everyModuleRequiresOnlyWhatStandsBelowIt() {
        assertThat(Compiled.modules()).hasSameSizeAs(Repository.modules());
        assertThat(Compiled.modules().stream().flatMap(ModuleGraphTest::wrongRequirements))
                .isEmpty();
    }

    @Test
    void requirementUpwardsIsRefused() {
        var upwards =
                ModuleDescriptor.newModule("io.asyncio4j.net")
                        .requires("io.asyncio4j")
                        .requires("io.asyncio4j.netty")
                        .build();
        assertThat(wrongRequirements(upwards))
                .containsExactly("io.asyncio4j.net requires io.asyncio4j.netty");
    }

    @Test
    void unknownModuleIsRefused() {
        var unknown = ModuleDescriptor.newModule("io.asyncio4j.more").requires("java.xml").build();
        assertThat(wrongRequirements(unknown))
                .containsExactly("io.asyncio4j.more has no place in the table of floors");
    }

    private static Stream<String> wrongRequirements(ModuleDescriptor module) {
        var allowed = FLOORS.get(module.name());
        if (allowed == null) {
            return Stream.of(module.name() + " has no place in the table of floors");
        }
        return module.requires().stream()
                .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .filter(name -> !allowed.contains(name) && !isNetty(name, allowed))
                .map(name -> module.name() + " requires " + name);
    }

    private static boolean isNetty(String name, Set<String> allowed) {
        return name.startsWith("io.netty.") && allowed.contains("io.netty");
    }
}

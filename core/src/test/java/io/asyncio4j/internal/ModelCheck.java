package io.asyncio4j.internal;

import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

import java.util.Arrays;
import java.util.List;

/**
 * Explores the interleavings of a few threads, each of which calls one method of a fresh object. An
 * exception and a failure of the object's validation fail the test with the interleaving.
 *
 * <p>Thread-safe.
 */
final class ModelCheck {
    private ModelCheck() {}

    /** Runs the methods of these names, each on a thread of its own, and then the validation. */
    static void run(Class<?> scene, String validation, String... methods) {
        List<List<Actor>> threads =
                Arrays.stream(methods).map(name -> List.of(actor(scene, name))).toList();
        new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(500)
                .checkObstructionFreedom(false) // waiting for the other is what they are for
                .verifier(EpsilonVerifier.class) // the validation judges, not an order of calls
                .addCustomScenario(
                        new ExecutionScenario(
                                List.of(), threads, List.of(), actor(scene, validation)))
                .check(scene);
    }

    private static Actor actor(Class<?> scene, String method) {
        try {
            return new Actor(scene.getMethod(method), List.of());
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a scene needs public methods", e);
        }
    }
}

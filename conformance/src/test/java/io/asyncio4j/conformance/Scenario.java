package io.asyncio4j.conformance;

import org.junit.jupiter.api.Test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test as the twin of a Python scenario. What it logs to the {@link Trace} of its class
 * must be what the scenario logs under CPython.
 */
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Scenario {

    /** The name of the Python function. */
    String value();
}

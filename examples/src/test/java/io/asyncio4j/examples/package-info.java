/**
 * Tests that the programs in {@code examples/} do what they are there for. {@link
 * io.asyncio4j.examples.TutorialsTest} runs each from its source in a process of its own, and
 * {@link io.asyncio4j.examples.RehearsalTest} runs its coroutine in virtual time, where the times
 * are exact; {@link io.asyncio4j.examples.Tutorial} lists the programs with their output. {@link
 * io.asyncio4j.examples.FromPythonTest} holds the page {@code docs/from-python.md} against the
 * programs, and the Python on it against their output. {@link io.asyncio4j.examples.ScraperTest}
 * lets the scraper meet the JDK's web server, and a {@link io.asyncio4j.examples.FaultServer} that
 * does all that a server should not do. {@link io.asyncio4j.examples.Run} is one run of a program.
 */
package io.asyncio4j.examples;

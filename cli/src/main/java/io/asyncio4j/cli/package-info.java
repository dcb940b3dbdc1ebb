/**
 * The launcher of single-file programs: what {@code ./asyncio4j run FILE.java} does once a JDK is
 * found. Start with {@link io.asyncio4j.cli.Launcher}, whose {@code main} reads the command line.
 * {@code ProgramCache} turns a source file into classes, and keeps them, so that only the first run
 * of a program waits for the compiler. {@code Program} is such a compiled program; it finds the
 * {@code main} method by the rules of the Java launcher and calls it. The search for a JDK, the
 * class path and the flags of the JVM are not here: they stand in the shell script, which has to
 * know them before there is a JVM.
 */
package io.asyncio4j.cli;

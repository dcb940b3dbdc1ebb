/**
 * A differential fuzzer: random programs, run by asyncio4j and by CPython, whose traces must be
 * equal line by line.
 *
 * <p>A {@link io.asyncio4j.conformance.fuzz.Program} is a tree of {@link
 * io.asyncio4j.conformance.fuzz.Op}s. {@link io.asyncio4j.conformance.fuzz.ProgramGenerator} makes
 * one from a seed, {@link io.asyncio4j.conformance.fuzz.Interpreter} runs it here under virtual
 * time, and {@link io.asyncio4j.conformance.fuzz.PythonOracle} has it run by {@code oracle.py} in
 * the resources. {@link io.asyncio4j.conformance.fuzz.Shrinker} makes a program that differs small
 * enough to read.
 *
 * <p>What CPython leaves open (the order of sets and of equal deadlines) {@code oracle.py} fixes as
 * asyncio4j does, and where CPython 3.13 is not yet 3.14 it is brought there; each such place is in
 * that file's section of known differences, with its reason.
 *
 * <p>Start with {@link io.asyncio4j.conformance.fuzz.DifferentialFuzzTest}. Scenarios written by
 * hand are not here, but in the package above.
 */
package io.asyncio4j.conformance.fuzz;

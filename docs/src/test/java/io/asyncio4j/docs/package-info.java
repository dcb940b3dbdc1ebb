/**
 * Tests that the documentation is true. {@code LinksTest} follows every link, and {@code
 * NamesInProseTest} looks for every type and file that prose names. {@code SnippetsTest} compiles
 * every piece of Java on the pages, runs those that are programs, and compares what they print with
 * what the page says they print; {@code Snippet} tells how a piece becomes a source file. {@code
 * ParityTest} holds the table in {@code docs/parity.md} against the list of Python's names in
 * {@code python-names.txt}, against the public types of all modules ({@code PublicNames}) and
 * against the tests of all modules ({@code TestMethods}). What all of them read is a {@code Page}.
 * Each rule is also shown something bad, and must refuse it.
 */
package io.asyncio4j.docs;

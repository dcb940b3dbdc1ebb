/**
 * Tests that what the documentation says is true. {@code SnippetsTest} compiles every piece of Java
 * on the pages, runs those that are programs, and compares what they print with what the page says
 * they print; {@code Snippet} tells how a piece becomes a source file. {@code ParityTest} holds the
 * table in {@code docs/parity.md} against the list of Python's names in {@code python-names.txt},
 * against the public classes of all modules ({@code PublicNames}) and against the tests of all
 * modules ({@code TestMethods}). Each rule is also shown something bad, and must refuse it. What is
 * not here: the check of links and of class names in prose, which is in the module {@code
 * architecture}.
 */
package io.asyncio4j.docs;

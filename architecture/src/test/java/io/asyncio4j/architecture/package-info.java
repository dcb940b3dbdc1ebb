/**
 * The rules of this code base, each a test. Start with {@code ModuleGraphTest} and {@code
 * PackageGraphTest}, which say what may depend on what. {@code NamesTest}, {@code TypeShapesTest},
 * {@code ExceptionMessagesTest}, {@code FilesTest}, {@code DocCommentsTest} and {@code
 * TestMethodsTest} hold the habits of style, {@code PublicApiTest} the dump of the public API in
 * {@code api/}, and {@code PomsTest} what must agree between the poms. A rule reads either compiled
 * classes, with ArchUnit, or sources, with the compiler's own parser ({@code SourceFile}). Every
 * rule is also shown something bad, in {@code fixture} or as text, and must refuse it.
 */
package io.asyncio4j.architecture;

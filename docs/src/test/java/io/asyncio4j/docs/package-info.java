/**
 * Tests that the documentation is true: {@code LinksTest}, that every link leads somewhere; {@code
 * NamesInProseTest}, that every type and file named in prose exists; {@code SnippetsTest}, that
 * every Java example compiles. {@code Page} is what they read: a Markdown page, or the comment of a
 * package.
 */
package io.asyncio4j.docs;

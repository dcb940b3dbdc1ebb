/** The launcher of single-file programs. */
package io.asyncio4j.cli;

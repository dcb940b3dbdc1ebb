/** The loop, futures and tasks. */
package io.asyncio4j;

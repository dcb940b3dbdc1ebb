/** Streams over the network. */
package io.asyncio4j.net;

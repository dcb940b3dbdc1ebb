/** The network on Netty. */
package io.asyncio4j.netty;

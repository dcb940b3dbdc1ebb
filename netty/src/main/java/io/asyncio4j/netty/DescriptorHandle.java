package io.asyncio4j.netty;

import io.asyncio4j.net.spi.ReadinessSource;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;

/**
 * A channel or raw descriptor whose readiness Netty's handler tells, without a Netty channel: one
 * class for each mechanism.
 *
 * <p>Confined to the loop.
 */
interface DescriptorHandle extends IoHandle, ReadinessSource.Registration {

    /** The handler has taken it up. */
    void registered(IoRegistration registration);

    /** The handler is destroyed, or lets go of it: what it stands for stays open. */
    @Override
    void close();
}

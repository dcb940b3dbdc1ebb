package io.asyncio4j;

import io.asyncio4j.spi.LoopResources;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The resources that one loop closes with itself.
 *
 * <p>Confined to the loop.
 */
final class Resources implements LoopResources {
    private static final Logger LOG = System.getLogger("io.asyncio4j");

    private final EventLoop loop;
    private final Set<AutoCloseable> open = new LinkedHashSet<>();

    Resources(EventLoop loop) {
        this.loop = loop;
    }

    /** These, if they are asked for. */
    <S> Optional<S> as(Class<S> capability) {
        return capability == LoopResources.class
                ? Optional.of(capability.cast(this))
                : Optional.empty();
    }

    @Override
    public void add(AutoCloseable resource) {
        loop.requireOpen("LoopResources.add", "callSoonThreadsafe");
        open.add(Objects.requireNonNull(resource, "resource"));
    }

    @Override
    public void remove(AutoCloseable resource) {
        loop.requireHeld("LoopResources.remove", "callSoonThreadsafe");
        open.remove(Objects.requireNonNull(resource, "resource"));
    }

    /** Closes them all; each may take itself or another one back meanwhile. */
    void close() {
        for (AutoCloseable resource : List.copyOf(open)) {
            if (open.remove(resource)) {
                try {
                    resource.close();
                } catch (Exception failure) {
                    LOG.log(Level.WARNING, "closing " + resource + " with " + loop, failure);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "Resources[" + open.size() + " open, of " + loop + "]";
    }
}

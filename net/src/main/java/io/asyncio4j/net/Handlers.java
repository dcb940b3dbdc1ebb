package io.asyncio4j.net;

import io.asyncio4j.Task;
import io.asyncio4j.net.transport.ExtraInfo;
import io.asyncio4j.net.transport.Transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks that serve the streams of a server. A handler may go on when its connection is gone,
 * and a connection when its handler has ended: a server that is shut down waits for both.
 *
 * <p>Confined to the loop.
 */
final class Handlers {
    /** Called when no handler is left. */
    private final Runnable whenNoneIsLeft;

    /** Those whose connections are gone, with what these were; in the order of their ends. */
    private final Map<Task<?>, Transport> left = new LinkedHashMap<>();

    Handlers(Runnable whenNoneIsLeft) {
        this.whenNoneIsLeft = whenNoneIsLeft;
    }

    /** A connection is gone: remembers its handler, if that goes on. */
    void outlive(Transport transport) {
        handlerOf(transport)
                .ifPresent(
                        task -> {
                            left.put(task, transport);
                            task.addDoneCallback(
                                    done -> {
                                        left.remove(task);
                                        if (left.isEmpty()) {
                                            whenNoneIsLeft.run();
                                        }
                                    });
                        });
    }

    /** Whether there are handlers whose connections are gone. */
    boolean areLeft() {
        return !left.isEmpty();
    }

    /** What would be cut now, besides what is left: these connections. */
    ShutdownReport report(Collection<Transport> connections) {
        List<ShutdownReport.Cut> cuts = new ArrayList<>();
        connections.forEach(each -> cuts.add(cut(each, handlerOf(each))));
        left.forEach((task, transport) -> cuts.add(cut(transport, Optional.of(task))));
        return new ShutdownReport(cuts);
    }

    private static ShutdownReport.Cut cut(Transport transport, Optional<Task<?>> handler) {
        return new ShutdownReport.Cut(
                transport.extraInfo(ExtraInfo.PEERNAME),
                transport.writeBufferSize(),
                handler.map(Task::name));
    }

    /** Cancels what is left, and the handlers of these connections. */
    void cancel(Collection<Transport> connections) {
        List.copyOf(left.keySet()).forEach(Task::cancel);
        List.copyOf(connections).forEach(each -> handlerOf(each).ifPresent(Task::cancel));
    }

    private static Optional<Task<?>> handlerOf(Transport transport) {
        return transport.protocol() instanceof StreamReaderProtocol protocol
                ? protocol.handler()
                : Optional.empty();
    }
}

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.EventLoop;

/** A loop made by hand runs one callback, which prints and stops it. */
void main() {
    try (var loop = newEventLoop()) {
        loop.callSoon(() -> hello(loop));
        loop.runForever();
    }
}

void hello(EventLoop loop) {
    IO.println("Hello from a callback");
    loop.stop();
}

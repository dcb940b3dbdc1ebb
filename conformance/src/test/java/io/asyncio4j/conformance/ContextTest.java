package io.asyncio4j.conformance;

import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.toThread;
import static io.asyncio4j.conformance.Virtual.loop;
import static io.asyncio4j.conformance.Virtual.tick;

import io.asyncio4j.Asyncio;
import io.asyncio4j.Context;
import io.asyncio4j.ContextVar;
import io.asyncio4j.Task;
import io.asyncio4j.TaskOptions;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Context variables. */
class ContextTest {
    private static final ContextVar<String> V = ContextVar.of("v", "d");

    @RegisterExtension final Trace trace = new Trace();

    @Scenario("s48_contextvars")
    void contextsAreCopiedAtCreationAndSharedInline() {
        Asyncio.run(
                () -> {
                    V.set("m");
                    Task<Void> task = createTask(this::child);
                    loop().callSoon(() -> trace.log("cb", V.get()));
                    V.set("m2");
                    task.await();
                    trace.log("main", V.get());
                    child();
                    trace.log("after inline", V.get());
                    Context context = Context.copy();
                    createTask(TaskOptions.DEFAULT.withContext(context), this::child).await();
                    trace.log("ctx", context.get(V), "main", V.get());
                    trace.log("thread", toThread(V::get));
                });
    }

    private void child() {
        trace.log("child", V.get());
        V.set("c");
        tick();
        trace.log("child2", V.get());
    }
}

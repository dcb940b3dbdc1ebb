package io.asyncio4j.benchmarks.work;

import io.asyncio4j.Runner;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * What fits in a process, under JMH: one invocation runs a task on a loop that is there already,
 * and in it a thousand operations. {@code ./asyncio4j bench jmh} runs it, with JMH's own options,
 * among them {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WorkBenchmark {
    private static final int OPERATIONS = 1_000;

    /** The name of a work and its size, which divides the operations. */
    @Param({
        "call-soon 1000",
        "pass 1",
        "switch 1",
        "switch 1000",
        "create 1000",
        "gather 1000",
        "queue 100"
    })
    public String work;

    private Runner runner;
    private Work prepared;
    private long times;

    @Setup
    public void prepare() {
        var words = work.split(" ");
        var size = Integer.parseInt(words[1]);
        runner = new Runner();
        prepared = Main.prepare(runner, words[0], size);
        times = OPERATIONS / size;
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long operation() {
        return Main.inTask(runner, prepared, times);
    }

    @TearDown
    public void close() {
        runner.close();
    }
}

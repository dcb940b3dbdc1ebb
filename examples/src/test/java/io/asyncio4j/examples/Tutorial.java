package io.asyncio4j.examples;

import java.time.Duration;
import java.util.stream.Collectors;

/**
 * An example of a tutorial: what it prints, in Java as in Python, with times of day and durations
 * masked.
 */
enum Tutorial {
    HELLO(
            "Hello",
            """
            Hello ...
            ... World!
            """,
            "hello",
            Duration.ofSeconds(1)),
    CALL_SOON_HELLO(
            "CallSoonHello",
            """
            Hello from a callback
            """),
    FUTURE_RESULT(
            "FutureResult",
            """
            The answer is 42
            """),
    COROUTINE_FORMS(
            "CoroutineForms",
            """
            called: 2
            as a task: 4
            as a method: 6
            as a lambda: 8
            """,
            "forms",
            Duration.ofMillis(40)),
    TEN_BLOCKING_TASKS(
            "TenBlockingTasks",
            """
            task 1 begins
            task 1 ends
            task 2 begins
            task 2 ends
            task 3 begins
            task 3 ends
            task 4 begins
            task 4 ends
            task 5 begins
            task 5 ends
            task 6 begins
            task 6 ends
            task 7 begins
            task 7 ends
            task 8 begins
            task 8 ends
            task 9 begins
            task 9 ends
            task 10 begins
            task 10 ends
            took N s
            """),
    TEN_SLEEPING_TASKS(
            "TenSleepingTasks",
            """
            task 1 begins
            task 2 begins
            task 3 begins
            task 4 begins
            task 5 begins
            task 6 begins
            task 7 begins
            task 8 begins
            task 9 begins
            task 10 begins
            task 1 ends
            task 2 ends
            task 3 ends
            task 4 ends
            task 5 ends
            task 6 ends
            task 7 ends
            task 8 ends
            task 9 ends
            task 10 ends
            took N s
            """,
            "tenTasks",
            Duration.ofSeconds(1)),
    HELLO_FIVE_TIMES(
            "HelloFiveTimes",
            """
            hello 1
            hello 2
            hello 3
            hello 4
            hello 5
            """,
            "greet",
            Duration.ofSeconds(5)),
    SAY_IN_TURN(
            "SayInTurn",
            """
            starts at HH:MM:SS
            good morning
            good night
            finishes at HH:MM:SS
            """,
            "talk",
            Duration.ofSeconds(3)),
    SAY_TOGETHER(
            "SayTogether",
            """
            starts at HH:MM:SS
            good morning
            good night
            finishes at HH:MM:SS
            """,
            "talk",
            Duration.ofSeconds(2)),
    CALL_LATER(
            "CallLater",
            """
            cancelled one
            one second is over
            two seconds are over
            """,
            "timers",
            Duration.ofMillis(2100)),
    WAIT_FOR_TIMEOUT(
            "WaitForTimeout",
            """
            woken too early
            gave up after a second
            """,
            "patience",
            Duration.ofSeconds(1)),
    ECHO_PROTOCOLS(
            "EchoProtocols",
            """
            client sent Hello!
            server received Hello!
            client received Hello!
            client sees the end
            """),
    ECHO_STREAMS(
            "EchoStreams",
            """
            client sends Hello!
            server received Hello!
            client received Hello!
            """),
    PRODUCER_CONSUMERS(
            "ProducerConsumers",
            """
            ann did job 1
            ben did job 2
            cy did job 3
            ann did job 4
            ben did job 5
            cy did job 6
            ann did job 7
            ben did job 8
            cy did job 9
            all jobs are done
            """,
            "factory",
            Duration.ofMillis(1800)),
    LOCK_DEMO(
            "LockDemo",
            """
            without a lock: 1
            with a lock: 10
            """,
            "count",
            Duration.ofMillis(110)),
    EVENT_DEMO(
            "EventDemo",
            """
            ann is ready
            ben is ready
            go!
            ann runs
            ben runs
            """,
            "race",
            Duration.ofSeconds(1)),
    CONDITION_DEMO(
            "ConditionDemo",
            """
            baked 2, there are 2
            ben buys 1
            baked 2, there are 3
            ann buys 3
            baked 2, there are 2
            left: 2
            """,
            "bakery",
            Duration.ofMillis(300)),
    SEMAPHORE_DEMO(
            "SemaphoreDemo",
            """
            ann sits down
            ben sits down
            ann gets up
            ben gets up
            cy sits down
            dee sits down
            cy gets up
            dee gets up
            ed sits down
            flo sits down
            ed gets up
            flo gets up
            """,
            "restaurant",
            Duration.ofMillis(300)),
    BLOCKING_CALLS_IN_THREADS(
            "BlockingCallsInThreads",
            """
            the loop is free
            read one, two, three
            read in a pool of our own
            """);

    final String program;
    final String output;

    /** The coroutine that is run in virtual time; none if threads or sockets take part. */
    final String coroutine;

    /** How long the coroutine takes in virtual time. */
    final Duration duration;

    Tutorial(String program, String output) {
        this(program, output, "", Duration.ZERO);
    }

    Tutorial(String program, String output, String coroutine, Duration duration) {
        this.program = program;
        this.output = output;
        this.coroutine = coroutine;
        this.duration = duration;
    }

    /** The arguments of a run that shall not take long. */
    String[] arguments() {
        return this == TEN_BLOCKING_TASKS ? new String[] {"100"} : new String[0];
    }

    /** What all real runs print: the guests that get up together do so in the order of luck. */
    String essence(String printed) {
        var masked = mask(printed);
        return this == SEMAPHORE_DEMO
                ? masked.lines().sorted().collect(Collectors.joining("\n"))
                : masked;
    }

    /** The output without times. */
    static String mask(String output) {
        return output.replace("\r", "")
                .replaceAll("\\d\\d:\\d\\d:\\d\\d", "HH:MM:SS")
                .replaceAll("took \\d+ s", "took N s");
    }
}

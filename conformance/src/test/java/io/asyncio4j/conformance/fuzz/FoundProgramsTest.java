package io.asyncio4j.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Programs that the fuzzer found and made small, each with what CPython writes into its trace. */
final class FoundProgramsTest {
    private static List<String> traceOf(Op... body) {
        return Interpreter.run(new Program(0, 0, List.of(body)));
    }

    private static Op spawn(int slot, Op... body) {
        return new Op.Spawn(slot, false, false, List.of(body));
    }

    @Test
    void cancellingGatherAsksEachPartAsOftenAsItWasGiven() {
        assertThat(
                        traceOf(
                                spawn(1, new Op.Sleep(5)),
                                new Op.MakeGather(2, List.of(1, 1), false),
                                new Op.Cancel(2, ""),
                                new Op.Look(1)))
                .contains("0|t0 Look t1 pending asked 2");
    }
}

package io.asyncio4j.conformance.fuzz;

import java.util.List;

/**
 * A program for both sides: the sizes of what its tasks share, and what its main task does.
 *
 * <p>Immutable.
 *
 * @param permits of the semaphore
 * @param room of the queue; 0 is no bound
 * @param body what the main task does; it is in slot 0
 */
record Program(int permits, int room, List<Op> body) {}

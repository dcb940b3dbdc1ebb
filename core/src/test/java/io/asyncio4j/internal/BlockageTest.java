package io.asyncio4j.internal;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Model-checks how the scheduled engine hears that a blocked body may go on: interleavings of the
 * loop thread and others, within small bounds.
 */
@Timeout(600) // how long that takes is a matter of the processor
public class BlockageTest {
    private final ModelledParking parking = new ModelledParking();
    private final Blockage blockage = new Blockage(parking);

    /** What a try of the body would find; written by the other thread before it announces. */
    private volatile boolean mayGoOn;

    /** Whether the body went on, or the loop was asked to come back and try again. */
    private volatile boolean isSeen;

    /** For Lincheck, which makes a scene for each run. */
    public BlockageTest() {}

    @Test
    void aLoopThatHoldsHearsOfTheBodyWheneverItIsAnnounced() {
        ModelCheck.run(BlockageTest.class, "bodyIsNotForgotten", "hold", "letGo");
    }

    @Test
    void anAnnouncementWithoutNeedIsTriedAndWaitedOut() {
        ModelCheck.run(BlockageTest.class, "bodyIsNotForgotten", "hold", "letGo", "dump");
    }

    @Test
    void aLoopThatTurnsAwayOrWhoAnnouncesNoticesTheOther() {
        ModelCheck.run(BlockageTest.class, "bodyIsNotForgotten", "turnAway", "letGo", "dump");
    }

    @Test
    void whatIsAnnouncedWhileTheLoopComesBackIsNotForgotten() {
        ModelCheck.run(BlockageTest.class, "bodyIsNotForgotten", "comeBackInVain", "letGo", "dump");
    }

    /** The loop thread, without handing over: returns when the body has gone on. */
    @Operation
    public void hold() {
        blockage.hold(() -> !mayGoOn);
        isSeen = true;
    }

    /** The loop thread, handing over: it turns away from a body that blocks. */
    @Operation
    public void turnAway() {
        while (!mayGoOn) {
            if (!blockage.turnAway()) {
                return;
            }
            blockage.comeBack();
        }
        isSeen = true;
    }

    /** The loop thread turned away before, and was asked to come back without need. */
    @Operation
    public void comeBackInVain() {
        blockage.turnAway();
        blockage.comeBack();
        turnAway();
    }

    /** What the blocked body waited for has happened. */
    @Operation
    public void letGo() {
        mayGoOn = true;
        if (blockage.announce()) {
            isSeen = true;
        }
    }

    /** A stack dump announces the body without need, and the loop comes back if it is asked to. */
    @Operation
    public void dump() {
        blockage.announce();
    }

    /** The body may go on by now. */
    @Validate
    public void bodyIsNotForgotten() {
        if (mayGoOn && !isSeen) {
            throw new AssertionError("the body may go on, and the loop does not know");
        }
    }
}

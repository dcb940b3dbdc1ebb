package io.asyncio4j.process;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A process with all that it has started, and they, and so on. The tree is stopped before it is
 * killed: a process that stands still starts no more children, so none is missed and none is
 * started anew by a parent that notices the loss.
 *
 * <p>Thread-safe; killing blocks for some milliseconds.
 */
final class ProcessTree {
    private static final Logger LOG = System.getLogger(ProcessTree.class.getName());
    private static final boolean CAN_STOP = File.separatorChar == '/';

    private ProcessTree() {}

    /**
     * Kills a process and its descendants, the parents first.
     *
     * @return how many were killed
     */
    static int kill(ProcessHandle root) {
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        Set<ProcessHandle> fresh = Set.of(root);
        while (!fresh.isEmpty()) {
            stop(fresh);
            tree.addAll(fresh);
            fresh = new LinkedHashSet<>();
            for (ProcessHandle each : List.copyOf(tree)) {
                each.children().filter(child -> !tree.contains(child)).forEach(fresh::add);
            }
        }
        int killed = 0;
        for (ProcessHandle each : tree) {
            if (each.destroyForcibly()) {
                killed++;
            }
        }
        return killed;
    }

    private static void stop(Set<ProcessHandle> processes) {
        if (!CAN_STOP) {
            return;
        }
        try {
            Kill.send("STOP", processes);
        } catch (IOException failure) {
            // Some have ended meanwhile, or belong to another user. They are killed if that works.
            LOG.log(Level.DEBUG, "stopping a tree of processes failed in part", failure);
        }
    }
}

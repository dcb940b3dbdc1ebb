package io.asyncio4j.introspect;

import io.asyncio4j.EventLoop;
import io.asyncio4j.Future;
import io.asyncio4j.Task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Who awaits whom on a loop, at one moment: a graph whose nodes are tasks and the futures they wait
 * for. A cycle in it is a deadlock.
 *
 * <p>Taking it runs none of the program's code and stops nothing, so it may be taken from any
 * thread, also when the loop is blocked; what changes meanwhile may be seen half changed.
 *
 * <p>Immutable.
 */
public final class CallGraph {
    private static final int STACK_DEPTH = 8;

    /**
     * One future, and what it waits for.
     *
     * <p>Immutable.
     *
     * @param future the task, promise or combination
     * @param waitsFor what must be done before it can be
     * @param stack where it stands, innermost call first; empty unless it is a task
     */
    public record Node(
            Future<?> future, List<? extends Future<?>> waitsFor, List<StackTraceElement> stack) {
        /** Copies the lists. */
        public Node {
            Objects.requireNonNull(future, "future");
            waitsFor = List.copyOf(Objects.requireNonNull(waitsFor, "waitsFor"));
            stack = List.copyOf(Objects.requireNonNull(stack, "stack"));
        }
    }

    private final List<Node> nodes;
    private final List<Future<?>> roots;

    private CallGraph(List<Node> nodes, List<Future<?>> roots) {
        this.nodes = nodes;
        this.roots = roots;
    }

    /**
     * The graph of all tasks of a loop that are not done.
     *
     * @param loop the loop
     */
    public static CallGraph of(EventLoop loop) {
        return of(loop.allTasks());
    }

    /**
     * The graph below one future: what it waits for, directly and indirectly.
     *
     * @param future the future
     */
    public static CallGraph of(Future<?> future) {
        return of(List.of(Objects.requireNonNull(future, "future")));
    }

    private static CallGraph of(List<? extends Future<?>> start) {
        List<Node> nodes = new ArrayList<>();
        Set<Future<?>> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Future<?>> awaited = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Future<?>> open = new ArrayList<>(start);
        for (int i = 0; i < open.size(); i++) {
            Future<?> future = open.get(i);
            if (known.add(future)) {
                Node node = nodeOf(future);
                nodes.add(node);
                awaited.addAll(node.waitsFor);
                open.addAll(node.waitsFor);
            }
        }
        List<Future<?>> roots = new ArrayList<>(start);
        if (start.size() > 1) {
            roots.removeIf(awaited::contains);
        }
        return new CallGraph(List.copyOf(nodes), List.copyOf(roots));
    }

    private static Node nodeOf(Future<?> future) {
        List<StackTraceElement> stack =
                future instanceof Task<?> task ? task.stackTrace() : List.of();
        return new Node(future, List.copyOf(future.waitsFor()), stack);
    }

    /** The futures in the graph, those it was asked for first. */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * The cycles: each a list of futures of which each waits for the next, and the last for the
     * first. They wait for ever, unless one is cancelled.
     */
    public List<List<Future<?>>> cycles() {
        List<List<Future<?>>> cycles = new ArrayList<>();
        Set<Future<?>> finished = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node node : nodes) {
            follow(node.future, new LinkedHashSet<>(), finished, cycles);
        }
        return cycles;
    }

    private void follow(
            Future<?> future,
            Set<Future<?>> path,
            Set<Future<?>> finished,
            List<List<Future<?>>> cycles) {
        if (path.contains(future)) {
            List<Future<?>> all = new ArrayList<>(path);
            cycles.add(List.copyOf(all.subList(all.indexOf(future), all.size())));
        } else if (!finished.contains(future)) {
            path.add(future);
            nodeFor(future).waitsFor.forEach(next -> follow(next, path, finished, cycles));
            path.remove(future);
            finished.add(future);
        }
    }

    private Node nodeFor(Future<?> future) {
        return nodes.stream()
                .filter(node -> node.future == future)
                .findFirst()
                .orElseGet(() -> new Node(future, List.of(), List.of()));
    }

    /** The graph as an indented tree with stacks, and the deadlocks in it. */
    public String format() {
        StringBuilder text = new StringBuilder();
        Set<Future<?>> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        roots.forEach(root -> format(root, 0, shown, text));
        nodes.stream() // those in a cycle have no root
                .map(Node::future)
                .filter(future -> !shown.contains(future))
                .forEach(future -> format(future, 0, shown, text));
        for (List<Future<?>> cycle : cycles()) {
            text.append("deadlock: ");
            cycle.forEach(future -> text.append(future.describe()).append(" awaits "));
            text.append(cycle.getFirst().describe()).append('\n');
        }
        return text.toString();
    }

    private void format(Future<?> future, int depth, Set<Future<?>> shown, StringBuilder text) {
        String indent = "  ".repeat(depth);
        boolean isNew = shown.add(future);
        text.append(indent).append(future).append(isNew ? "\n" : " (see above)\n");
        if (!isNew) {
            return;
        }
        Node node = nodeFor(future);
        node.stack.stream()
                .limit(STACK_DEPTH)
                .forEach(frame -> text.append(indent).append("    at ").append(frame).append('\n'));
        node.waitsFor.forEach(next -> format(next, depth + 1, shown, text));
    }

    @Override
    public String toString() {
        return "CallGraph[" + nodes.size() + " nodes, " + roots.size() + " roots]";
    }
}

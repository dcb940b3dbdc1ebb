package io.asyncio4j.internal;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A persistent map from small distinct integers to values: changing it makes a new map that shares
 * all but one path with the old one, so copying costs nothing.
 *
 * <p>It is a tree that takes five bits of the key at each level and stores only the children that
 * exist (Bagwell, <em>Ideal Hash Trees</em>, 2001). The keys are numbers handed out one by one, so
 * there are no collisions to care for.
 *
 * <p>Immutable.
 *
 * @param <V> the type of the values
 */
public final class IntMap<V> {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final IntMap<Object> EMPTY = new IntMap<>(null);

    /** One level of the tree: bit i of the bitmap says whether child i exists. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never seen outside
    private record Branch(int bitmap, Object[] children) {
        int positionOf(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }
    }

    private record Leaf(int key, Object value) {}

    private final @Nullable Object root;

    private IntMap(@Nullable Object root) {
        this.root = root;
    }

    /**
     * The map without entries.
     *
     * @param <V> the type of the values
     */
    @SuppressWarnings("unchecked") // an empty map holds no value of a wrong type
    public static <V> IntMap<V> empty() {
        return (IntMap<V>) EMPTY;
    }

    /**
     * The value of the key, or null.
     *
     * @param key the key
     */
    @SuppressWarnings("unchecked") // only values of type V are ever stored
    public @Nullable V get(int key) {
        Object node = root;
        int rest = key;
        while (node instanceof Branch branch) {
            int bit = 1 << (rest & MASK);
            if ((branch.bitmap & bit) == 0) {
                return null;
            }
            node = branch.children[branch.positionOf(bit)];
            rest >>>= BITS;
        }
        return node instanceof Leaf leaf && leaf.key == key ? (V) leaf.value : null;
    }

    /**
     * This map with one entry more or another value for the key.
     *
     * @param key the key
     * @param value the value
     */
    public IntMap<V> with(int key, V value) {
        return new IntMap<>(insert(root, 0, new Leaf(key, value)));
    }

    private static Object insert(@Nullable Object node, int shift, Leaf leaf) {
        return switch (node) {
            case null -> leaf;
            case Leaf there when there.key == leaf.key -> leaf;
            case Leaf there ->
                    insert(insert(new Branch(0, new Object[0]), shift, there), shift, leaf);
            case Branch branch -> insertBelow(branch, shift, leaf);
            default -> throw new AssertionError("not a node: " + node + "; please report this");
        };
    }

    private static Branch insertBelow(Branch branch, int shift, Leaf leaf) {
        int bit = 1 << (leaf.key >>> shift & MASK);
        int position = branch.positionOf(bit);
        Object[] children;
        if ((branch.bitmap & bit) != 0) {
            children = branch.children.clone();
            children[position] = insert(children[position], shift + BITS, leaf);
        } else {
            children = Arrays.copyOf(branch.children, branch.children.length + 1);
            System.arraycopy(
                    branch.children,
                    position,
                    children,
                    position + 1,
                    branch.children.length - position);
            children[position] = leaf;
        }
        return new Branch(branch.bitmap | bit, children);
    }

    /**
     * This map without the key.
     *
     * @param key the key
     */
    public IntMap<V> without(int key) {
        return get(key) == null ? this : new IntMap<>(remove(root, 0, key));
    }

    private static @Nullable Object remove(@Nullable Object node, int shift, int key) {
        if (!(node instanceof Branch branch)) {
            return null; // the leaf of the key, which is known to exist
        }
        int bit = 1 << (key >>> shift & MASK);
        int position = branch.positionOf(bit);
        Object child = remove(branch.children[position], shift + BITS, key);
        if (child != null) {
            Object[] children = branch.children.clone();
            children[position] = child;
            return new Branch(branch.bitmap, children);
        }
        int count = branch.children.length;
        if (count == 1) {
            return null;
        }
        Object[] children = new Object[count - 1];
        System.arraycopy(branch.children, 0, children, 0, position);
        System.arraycopy(branch.children, position + 1, children, position, count - 1 - position);
        return new Branch(branch.bitmap & ~bit, children);
    }
}

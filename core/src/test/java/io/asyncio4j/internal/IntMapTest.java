package io.asyncio4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The persistent map against a HashMap that is copied at each step. */
final class IntMapTest {

    /** Keys that share paths of all lengths, and the ends of the range. */
    private static int key(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(64);
            case 1 -> random.nextInt(64) << 25;
            case 2 -> random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            default -> random.nextInt();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void behavesAsAHashMapDoesAndNoChangeReachesOlderMaps(long seed) {
        Random random = new Random(seed);
        List<IntMap<Integer>> maps = new ArrayList<>();
        List<Map<Integer, Integer>> references = new ArrayList<>();
        IntMap<Integer> map = IntMap.empty();
        Map<Integer, Integer> reference = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            int key = key(random);
            if (random.nextInt(3) == 0) {
                map = map.without(key);
                reference.remove(key);
            } else {
                map = map.with(key, i);
                reference.put(key, i);
            }
            maps.add(map);
            references.add(new HashMap<>(reference));
        }
        for (int i = 0; i < maps.size(); i += 50) {
            assertSame(maps.get(i), references.get(i), references.getLast());
        }
    }

    private static void assertSame(
            IntMap<Integer> map, Map<Integer, Integer> reference, Map<Integer, Integer> others) {
        reference.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        others.keySet().stream()
                .filter(key -> !reference.containsKey(key))
                .forEach(key -> assertThat(map.get(key)).isNull());
    }

    @Test
    void anEmptyMapHasNothing() {
        IntMap<String> empty = IntMap.empty();
        assertThat(empty.get(0)).isNull();
        assertThat(empty.get(-1)).isNull();
        assertThat(empty.without(7)).isSameAs(empty);
    }

    @Test
    void takingAllOutAgainLeavesNothing() {
        IntMap<Integer> map = IntMap.empty();
        for (int i = 0; i < 5_000; i++) {
            map = map.with(i, i);
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(map.get(i)).isEqualTo(i);
            map = map.without(i);
            assertThat(map.get(i)).isNull();
        }
        assertThat(map.get(5_000)).isNull();
    }

    @Test
    void takingOutWhatIsNotThereChangesNothing() {
        IntMap<String> map = IntMap.<String>empty().with(1, "a").with(33, "b");
        assertThat(map.without(65)).isSameAs(map);
        assertThat(map.without(2)).isSameAs(map);
    }

    @Test
    void aValueIsReplaced() {
        IntMap<String> map = IntMap.<String>empty().with(1, "a");
        assertThat(map.with(1, "b").get(1)).isEqualTo("b");
        assertThat(map.get(1)).isEqualTo("a");
    }
}

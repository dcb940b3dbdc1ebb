package io.asyncio4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a generator may choose from next, with weights.
 *
 * <p>Confined to one thread.
 */
final class Menu {
    /** What a program may use. */
    enum Feature {
        CANCEL,
        CALLBACK,
        PROMISE,
        GATHER,
        SHIELD,
        WAIT,
        WAIT_FOR,
        AS_COMPLETED,
        DEADLINE,
        GROUP,
        EAGER,
        LOCK,
        EVENT,
        CONDITION,
        SEMAPHORE,
        QUEUE,
        CONTEXT,
        EXIT
    }

    /**
     * The features of one program. It has some only, so that these meet each other more often, and
     * one of them more than the others.
     */
    record Taste(Set<Feature> features, Feature favourite) {
        static Taste of(Random random) {
            Set<Feature> features = EnumSet.noneOf(Feature.class);
            int percent = 15 + random.nextInt(50);
            for (Feature feature : Feature.values()) {
                if (random.nextInt(100) < percent) {
                    features.add(feature);
                }
            }
            features.add(Feature.values()[random.nextInt(Feature.values().length)]);
            List<Feature> all = List.copyOf(features);
            return new Taste(features, all.get(random.nextInt(all.size())));
        }

        boolean has(Feature feature) {
            return features.contains(feature);
        }
    }

    private record Choice(int weight, Supplier<Op> op) {}

    private static final int MORE = 4;

    private final Taste taste;
    private final List<Choice> choices = new ArrayList<>();
    private int sum;

    Menu(Taste taste) {
        this.taste = taste;
    }

    Menu add(int weight, Supplier<Op> op) {
        choices.add(new Choice(weight, op));
        sum += weight;
        return this;
    }

    /** Adds a choice if the program has the feature. */
    Menu add(Feature feature, int weight, Supplier<Op> op) {
        if (taste.has(feature)) {
            add(taste.favourite == feature ? MORE * weight : weight, op);
        }
        return this;
    }

    /** Makes one of the statements. */
    Op choose(Random random) {
        int ticket = random.nextInt(sum);
        for (Choice choice : choices) {
            ticket -= choice.weight;
            if (ticket < 0) {
                return choice.op.get();
            }
        }
        throw new AssertionError("the weights of the menu add up to less than their sum");
    }
}

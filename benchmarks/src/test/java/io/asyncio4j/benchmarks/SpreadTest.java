package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianIsTheMiddleOne() {
        assertThat(Spread.of(5, 1, 9)).isEqualTo(new Spread(5, 1, 9));
        assertThat(Spread.of(4, 1, 2, 9)).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void ratioIsOfTheMediansAndItsLimitsAreOfTheRounds() {
        var ratio = Spread.ofRatio(new double[] {10, 20, 60}, new double[] {10, 40, 20});
        assertThat(ratio).isEqualTo(new Spread(1, 0.5, 3));
    }

    @Test
    void ratioEndsWithTheShorterOne() {
        assertThat(Spread.ofRatio(new double[] {2, 2}, new double[] {1}))
                .isEqualTo(new Spread(2, 2, 2));
    }

    @Test
    void widthIsAPartOfTheMedian() {
        assertThat(Spread.of(8, 10, 13).width()).isEqualTo(0.5);
    }

    @Test
    void noValuesHaveNoMedian() {
        assertThatThrownBy(Spread::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no values, so no median");
    }
}

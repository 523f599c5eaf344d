package io.spindrift.history.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowsTest {
    private static final Comparator<Optional<Integer>> ORDER = Rows.by(row -> row.orElse(null));

    @Test
    void missingValues_sortLastEitherWay() {
        List<Optional<Integer>> rows = List.of(Optional.empty(), Optional.of(2), Optional.of(1));

        assertThat(rows.stream().sorted(ORDER))
                .containsExactly(Optional.of(1), Optional.of(2), Optional.empty());
        assertThat(rows.stream().sorted(ORDER.reversed()))
                .containsExactly(Optional.of(2), Optional.of(1), Optional.empty());
    }
}

package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Sorts and pages a list that is held in memory, then turns what is left into JSON.
final class Rows {
    private Rows() {}

    /// Missing values sort last, whatever the direction.
    static <T, C extends Comparable<C>> Comparator<T> by(
            Function<T, ? extends @org.jspecify.annotations.Nullable C> field) {
        return new ByField<>(field, false);
    }

    private record ByField<T, C extends Comparable<C>>(
            Function<T, ? extends @org.jspecify.annotations.Nullable C> field, boolean falling)
            implements Comparator<T> {
        @Override
        public int compare(T left, T right) {
            @org.jspecify.annotations.Nullable C a = field.apply(left);
            @org.jspecify.annotations.Nullable C b = field.apply(right);
            if (a == null || b == null) {
                return Boolean.compare(a == null, b == null);
            }
            return falling ? b.compareTo(a) : a.compareTo(b);
        }

        @Override
        public Comparator<T> reversed() {
            return new ByField<>(field, !falling);
        }
    }

    static <T> Answer page(
            String kind,
            Parameters query,
            List<T> rows,
            Map<String, Comparator<T>> sorts,
            Function<T, ObjectNode> json) {
        List<T> sorted = sorted(query, rows, sorts);
        List<ObjectNode> items =
                sorted.stream().skip(query.offset()).limit(query.limit()).map(json).toList();
        return Answer.list(kind, items, rows.size());
    }

    private static <T> List<T> sorted(
            Parameters query, List<T> rows, Map<String, Comparator<T>> sorts) {
        if (query.sortField().isEmpty()) {
            return rows;
        }
        Comparator<T> order = sorts.get(query.sortField().get());
        if (order == null) {
            throw new IllegalArgumentException(
                    "sort is one of "
                            + String.join(", ", sorts.keySet().stream().sorted().toList())
                            + ", with - before it for falling order, not "
                            + query.sortField().get());
        }
        return rows.stream().sorted(query.sortDescending() ? order.reversed() : order).toList();
    }
}

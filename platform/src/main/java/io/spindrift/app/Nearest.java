package io.spindrift.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known name that someone probably meant.
public final class Nearest {
    private Nearest() {}

    /// The known name with the fewest edits (insert, delete, replace, swap of neighbours), if it is
    /// near enough to be meant.
    public static Optional<String> name(String given, Collection<String> known) {
        String plain = given.toLowerCase(Locale.ROOT);
        int near = Math.max(1, Math.min(given.length(), 64) / 3);
        return known.stream()
                .filter(name -> edits(plain, name.toLowerCase(Locale.ROOT)) <= near)
                .min(
                        Comparator.comparingInt((String name) ->
                                        edits(plain, name.toLowerCase(Locale.ROOT)))
                                .thenComparing(Comparator.naturalOrder()));
    }

    static int edits(String left, String right) {
        int[] before = new int[right.length() + 1];
        int[] above = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = above[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && swapped(left, right, i, j)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = above;
            above = row;
        }
        return above[right.length()];
    }

    private static boolean swapped(String left, String right, int i, int j) {
        return left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
    }
}

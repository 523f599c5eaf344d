package io.spindrift.history.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The known word that someone probably meant.
final class Near {
    private Near() {}

    static Optional<String> of(String given, List<String> known) {
        String plain = given.toLowerCase(java.util.Locale.ROOT);
        int near = Math.max(1, Math.min(given.length(), 30) / 3);
        return known.stream()
                .filter(each -> edits(plain, each) <= near)
                .min(Comparator.comparingInt(each -> edits(plain, each)));
    }

    /// Letters to insert, delete, replace or swap with their neighbour.
    private static int edits(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(left, right, edits, i, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int step(String left, String right, int[][] edits, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}

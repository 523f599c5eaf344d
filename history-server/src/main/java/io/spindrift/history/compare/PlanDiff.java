package io.spindrift.history.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Two plans line by line: what both have, what one has alone.
public record PlanDiff(List<Line> lines) {
    public PlanDiff {
        lines = List.copyOf(lines);
    }

    public enum Mark {
        BOTH,
        BASE,
        RUN
    }

    public record Line(Mark mark, int depth, String text) {}

    /// The longest common run of lines stays, as in any diff. A line counts as the same at another
    /// depth, too: an operator put above moves all below it.
    static PlanDiff of(List<PlanLine> base, List<PlanLine> run) {
        int[][] common = new int[base.size() + 1][run.size() + 1];
        for (int i = base.size() - 1; i >= 0; i--) {
            for (int j = run.size() - 1; j >= 0; j--) {
                common[i][j] =
                        same(base.get(i), run.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < base.size() && j < run.size()) {
            if (same(base.get(i), run.get(j))) {
                lines.add(line(Mark.BOTH, run.get(j++)));
                i++;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                lines.add(line(Mark.BASE, base.get(i++)));
            } else {
                lines.add(line(Mark.RUN, run.get(j++)));
            }
        }
        base.subList(i, base.size()).forEach(line -> lines.add(line(Mark.BASE, line)));
        run.subList(j, run.size()).forEach(line -> lines.add(line(Mark.RUN, line)));
        return new PlanDiff(Collections.unmodifiableList(lines));
    }

    private static boolean same(PlanLine left, PlanLine right) {
        return left.text().equals(right.text());
    }

    private static Line line(Mark mark, PlanLine line) {
        return new Line(mark, line.depth(), line.text());
    }
}

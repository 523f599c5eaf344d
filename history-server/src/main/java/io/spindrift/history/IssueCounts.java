package io.spindrift.history;

import java.util.List;

/// How many issues of each severity.
public record IssueCounts(int errors, int warnings, int infos) {
    public static final IssueCounts NONE = new IssueCounts(0, 0, 0);

    public static IssueCounts of(List<Issue> issues) {
        int[] counts = new int[3];
        for (Issue issue : issues) {
            switch (issue.severity()) {
                case ERROR -> counts[0]++;
                case WARNING -> counts[1]++;
                case INFO -> counts[2]++;
            }
        }
        return new IssueCounts(counts[0], counts[1], counts[2]);
    }
}

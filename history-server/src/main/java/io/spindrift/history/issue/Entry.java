package io.spindrift.history.issue;

import java.util.List;

/// A rule with all kinds of issues that it finds.
record Entry(List<About> abouts, Rule rule) {
    Entry {
        abouts = List.copyOf(abouts);
    }

    static Entry of(About about, Rule rule) {
        return new Entry(List.of(about), rule);
    }
}

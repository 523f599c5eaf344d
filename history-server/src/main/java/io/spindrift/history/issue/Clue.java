package io.spindrift.history.issue;

import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Figure;
import io.spindrift.history.Issue.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evidence being put together.
final class Clue {
    private final String text;
    private final @Nullable Target target;
    private final List<Figure> figures = new ArrayList<>();

    private Clue(String text, @Nullable Target target) {
        this.text = text;
        this.target = target;
    }

    static Clue of(String text) {
        return new Clue(text, null);
    }

    static Clue of(String text, Target target) {
        return new Clue(text, target);
    }

    /// @param name with its unit last
    Clue with(String name, double value) {
        figures.add(new Figure(name, value));
        return this;
    }

    Clue with(String name, long value) {
        return with(name, (double) value);
    }

    Evidence evidence() {
        return new Evidence(text, figures, target);
    }
}

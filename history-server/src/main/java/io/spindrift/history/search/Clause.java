package io.spindrift.history.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query, read.
sealed interface Clause {
    record All() implements Clause {}

    /// @param field absent where any will do
    /// @param prefix whether the text is only how the word begins
    record Match(@Nullable Field field, String text, boolean prefix) implements Clause {}

    record And(List<Clause> clauses) implements Clause {
        public And {
            clauses = List.copyOf(clauses);
        }
    }

    record Or(List<Clause> clauses) implements Clause {
        public Or {
            clauses = List.copyOf(clauses);
        }
    }

    record Not(Clause clause) implements Clause {}
}

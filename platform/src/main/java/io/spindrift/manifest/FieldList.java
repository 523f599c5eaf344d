package io.spindrift.manifest;

import java.util.ArrayList;
import java.util.List;

/// Collects fields in the order of the table of support.
final class FieldList {
    private final List<Field> fields = new ArrayList<>();

    FieldList becomes(String path, FieldType type, String field) {
        return add(path, type, new Use.Becomes(field));
    }

    /// Those that are called alike there and here.
    FieldList same(FieldType type, String... paths) {
        for (String path : paths) {
            becomes(path, type, path);
        }
        return this;
    }

    FieldList property(String path, FieldType type, String key) {
        return add(path, type, new Use.Property(key));
    }

    FieldList done(String path, FieldType type, String what, Use.Step step) {
        return add(path, type, new Use.Done(what, step));
    }

    FieldList followed(String path, FieldType type, String what) {
        return add(path, type, new Use.Followed(what));
    }

    FieldList idle(FieldType type, String why, String... paths) {
        for (String path : paths) {
            add(path, type, new Use.Idle(why));
        }
        return this;
    }

    FieldList refused(FieldType type, String why, String... paths) {
        for (String path : paths) {
            add(path, type, new Use.Refused(why));
        }
        return this;
    }

    FieldList add(String path, FieldType type, Use use) {
        fields.add(new Field(path, type, use));
        return this;
    }

    /// The fields of another table under a name of this one.
    FieldList under(String name, List<Field> others) {
        for (Field field : others) {
            add(name + "." + field.path(), field.type(), field.use());
        }
        return this;
    }

    List<Field> fields() {
        return List.copyOf(fields);
    }
}

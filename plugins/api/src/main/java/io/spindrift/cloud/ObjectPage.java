package io.spindrift.cloud;

import java.util.List;

/// Some of what a store has, in order.
///
/// @param folders what [ObjectStore#children] found one level down, each ending with `/`
/// @param next what to ask for the next page with; empty when this is the last
public record ObjectPage(List<StoredObject> objects, List<String> folders, String next) {
    public ObjectPage {
        objects = List.copyOf(objects);
        folders = List.copyOf(folders);
    }

    public boolean more() {
        return !next.isEmpty();
    }
}

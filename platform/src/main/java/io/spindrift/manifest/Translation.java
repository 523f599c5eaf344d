package io.spindrift.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What a manifest comes to here.
///
/// @param request the body of a submission, without an id
/// @param notes what has no effect, or another than with the operator; sentences
public record Translation(ObjectNode request, List<String> notes) {
    public Translation {
        request = request.deepCopy();
        notes = List.copyOf(notes);
    }
}

package io.spindrift.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What is to be done about a resource, in the order in which it is told. Each may be done again.
public sealed interface Deed {
    /// Takes in the application of this id, as the resource asks for it.
    record Submit(String appId) implements Deed {}

    /// Ends an application.
    ///
    /// @param why who ends it, as in "killed by ..."
    record Kill(String appId, String why) implements Deed {}

    /// Writes the whole status.
    record Tell(ObjectNode status) implements Deed {}

    /// Says what happened, beside the object.
    record Event(boolean warning, String reason, String message) implements Deed {}

    /// Holds the object until what it runs has ended, or lets it go.
    record Hold(boolean held) implements Deed {}

    /// Deletes an object of this name and kind: this one, or a run of a schedule.
    record Delete(ResourceKind kind, String name) implements Deed {}

    /// Makes an object; one of that name is left.
    record Make(ObjectNode object) implements Deed {}

    /// Has a Service lead to the driver of an application.
    ///
    /// @param service without a selector
    record Serve(ObjectNode service, String appId) implements Deed {}
}

package io.spindrift.submit;

import io.spindrift.app.Application;

/// What became of a submission.
public sealed interface Submitted {
    Application app();

    /// It is stored and waits for room. Answer 201.
    record Created(Application app) implements Submitted {}

    /// The same request had made it before. Answer 200.
    record Existing(Application app) implements Submitted {}
}

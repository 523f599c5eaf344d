package io.spindrift.history;

import java.util.List;

/// Takes what applications push themselves: lines of their event log in order, each once, and
/// samples of memory.
///
/// An application numbers its lines from 0 and pushes them in batches of any size. What has
/// returned outlasts the end of the machine, so the pushing side may drop those lines; what has not
/// is pushed again, and lines that were taken before are passed over. Safe for use from several
/// threads.
public interface PushIntake {
    /// How far a run's lines were taken.
    ///
    /// @param next the number of the line wanted next
    /// @param ended the last line was taken
    record Taken(long next, boolean ended) {}

    /// @param stream what the pushing side calls itself, another for each start of a driver
    /// @throws PushRefusedException when another stream has this run
    Taken taken(RunId run, String stream);

    /// Takes a batch's lines from the one wanted next on; none of a batch that begins behind that.
    ///
    /// @param first the number of the batch's first line
    /// @param lines whole lines, each with its end
    /// @param last nothing will follow
    /// @throws PushRefusedException when another stream has this run, or it has ended before
    /// @throws java.io.UncheckedIOException when it could not be stored; to be pushed again
    Taken take(RunId run, String stream, long first, byte[] lines, boolean last);

    /// As [Intake#sampled].
    void sampled(RunId run, List<MemorySample> samples);

    /// What containers of a run use. The newest of each is remembered for a while, in memory only.
    void loaded(RunId run, List<ContainerLoad> loads);

    /// What the containers of a run told of themselves last, those that were heard lately.
    List<ContainerLoad> loads(RunId run);
}

package io.spindrift.leader;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One platform that wants the lease, or has it. Each look reads the lease and does what is to be
/// done. To be used by one thread at a time.
///
/// Others' clocks are not believed: a lease has run out when it was *seen* unchanged for its
/// length, by answers that came without a gap. A leader that gets no answer stays leader: nobody
/// else is told anything either, and the lock on the data has the last word.
public final class Candidate {
    private static final Logger LOG = System.getLogger(Candidate.class.getName());

    private final String name;
    private final Duration length;
    private final LeaseDesk desk;
    private final InstantSource clock;
    private boolean leading;
    private boolean answered = true;
    private @Nullable String version;
    private Instant unchangedSince = Instant.MIN;
    private volatile @Nullable String holder;

    /// @param name of this one alone among all that ever want it at the same time
    public Candidate(String name, Duration length, LeaseDesk desk, InstantSource clock) {
        this.name = name;
        this.length = length;
        this.desk = desk;
        this.clock = clock;
    }

    /// @return where we stand after it
    public Standing look() {
        try {
            Lease lease = desk.read().orElse(null);
            Instant now = clock.instant();
            see(lease, now);
            Step step = Step.of(lease, name, leading, Duration.between(unchangedSince, now));
            Standing standing = take(step, lease, now);
            leading = standing == Standing.LEADING;
            answer();
            return standing;
        } catch (IllegalStateException e) {
            noAnswer(e);
            return leading ? Standing.LEADING : Standing.WAITING;
        }
    }

    /// Who has it, as seen last.
    public Optional<String> holder() {
        return Optional.ofNullable(holder);
    }

    /// Gives it back, so that another need not wait for its end. To be called when the data is
    /// closed.
    public void giveBack() {
        if (!leading) {
            return;
        }
        leading = false;
        try {
            Lease lease = desk.read().orElse(null);
            if (lease != null && name.equals(lease.holder())) {
                desk.write(lease, null, length, clock.instant());
            }
        } catch (IllegalStateException e) {
            LOG.log(Level.WARNING, "could not give the lease back, others wait for its end", e);
        }
    }

    private void see(@Nullable Lease lease, Instant now) {
        String seen = lease == null ? "" : lease.version();
        if (!answered || !seen.equals(version)) {
            version = seen;
            unchangedSince = now;
        }
        holder = lease == null ? null : lease.holder();
    }

    private Standing take(Step step, @Nullable Lease lease, Instant now) {
        return switch (step) {
            case WAIT -> Standing.WAITING;
            case YIELD -> Standing.LOST;
            case WRITE -> {
                boolean written = desk.write(lease, name, length, now);
                // Who leads and was overtaken in writing finds out by the next look.
                yield written || leading ? Standing.LEADING : Standing.WAITING;
            }
        };
    }

    private void answer() {
        if (!answered) {
            LOG.log(Level.INFO, "the lease answers again");
        }
        answered = true;
    }

    private void noAnswer(IllegalStateException failure) {
        if (answered) {
            LOG.log(
                    Level.WARNING,
                    "the lease does not answer leading={0} reason={1}",
                    leading,
                    failure.getMessage());
        }
        answered = false;
    }

    /// What a look came to.
    public enum Standing {
        WAITING,
        LEADING,
        /// Another leads now, and this one must let go of the data.
        LOST
    }
}

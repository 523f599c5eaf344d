package io.spindrift.server;

import io.spindrift.http.ApiSettings;
import io.spindrift.http.StandbyApi;
import io.spindrift.leader.Candidate;
import io.spindrift.leader.LeaseDesk;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One of several platforms that share a data folder: waits as a standby until the lease is its
/// own, and watches over it from then on.
final class Succession implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Succession.class.getName());

    /// How long a leader that died without a word keeps others waiting. A leader that gets no
    /// answer goes on, so there is no harm in it being short.
    static final Duration LENGTH = Duration.ofSeconds(10);

    static final Duration BEAT = Duration.ofSeconds(2);

    private final String name;
    private final LeaseDesk desk;
    private final Candidate candidate;
    private final Clock clock;
    private @Nullable StandbyApi standby;
    private @Nullable Loop watch;

    Succession(String name, LeaseDesk desk, Clock clock) {
        this.name = name;
        this.desk = desk;
        this.clock = clock;
        this.candidate = new Candidate(name, LENGTH, desk, clock);
    }

    /// Returns once this platform leads. From then on the lease is renewed.
    ///
    /// @param lost called once, when another leads
    void await(ApiSettings api, Runnable lost) throws InterruptedException {
        Candidate.Standing standing = candidate.look();
        if (standing != Candidate.Standing.LEADING) {
            standby = new StandbyApi(api, clock, candidate::holder).start();
            LOG.log(Level.INFO, "standing by name={0}", name);
        }
        while (standing != Candidate.Standing.LEADING) {
            Thread.sleep(BEAT);
            standing = candidate.look();
        }
        LOG.log(Level.INFO, "leading name={0}", name);
        Loop loop = new Loop("lease", BEAT, () -> watch(lost), clock);
        watch = loop;
        loop.start();
    }

    private boolean watch(Runnable lost) {
        if (candidate.look() == Candidate.Standing.LOST) {
            LOG.log(Level.ERROR, "another leads now leader={0}", candidate.holder().orElse("?"));
            lost.run();
        }
        return false;
    }

    /// Makes room for the platform to listen.
    void stepUp() {
        if (standby != null) {
            standby.close();
            standby = null;
        }
    }

    /// To be called when the data is closed.
    @Override
    public void close() {
        stepUp();
        if (watch != null) {
            watch.close();
        }
        candidate.giveBack();
        desk.close();
    }
}

package io.spindrift.http;

import io.spindrift.access.Identity;
import io.spindrift.access.RunTokens;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lets the driver of a run of ours tell of that run and fetch its files: nothing of others, and
/// nothing once the run is over.
final class RunGate {
    /// Whole, without escapes and dots, so that there is one way to read it.
    private static final Pattern PATH =
            Pattern.compile(
                    "/agent/v1/runs/([a-z0-9-]+)/([1-9]\\d{0,5})(/events|/memory|/files/[0-9a-f]{64})?");

    /// A driver may have something left to say when its application has ended.
    private static final Duration LAST_WORDS = Duration.ofMinutes(10);

    private final RunTokens tokens;
    private final ApplicationStore apps;
    private final Set<String> operated;
    private final InstantSource clock;

    /// @param operated the clusters that we run applications on, a view
    RunGate(RunTokens tokens, ApplicationStore apps, Set<String> operated, InstantSource clock) {
        this.tokens = tokens;
        this.apps = apps;
        this.operated = operated;
        this.clock = clock;
    }

    /// Empty where the token is not good for the path.
    ///
    /// @param rawPath as it was asked for
    Optional<Identity> byToken(String token, String rawPath) {
        Matcher path = PATH.matcher(rawPath);
        if (!path.matches()) {
            return Optional.empty();
        }
        String appId = path.group(1);
        int attempt = Integer.parseInt(path.group(2));
        boolean good = tokens.proves(token, appId, attempt) && lives(appId, attempt);
        return good
                ? Optional.of(
                        new Identity("run " + appId + "/" + attempt, false, RunTokens.ID, null))
                : Optional.empty();
    }

    private boolean lives(String appId, int attempt) {
        Instant now = clock.instant();
        return operated.stream()
                .flatMap(cluster -> apps.summary(new AppKey(cluster, appId)).stream())
                .anyMatch(app -> attempt <= app.attempts() && !over(app, now));
    }

    private static boolean over(AppSummary app, Instant now) {
        return app.state().terminal() && now.isAfter(app.updatedAt().plus(LAST_WORDS));
    }
}

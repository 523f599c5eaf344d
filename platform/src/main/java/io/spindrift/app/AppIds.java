package io.spindrift.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The ids of applications and jobs: what they may look like, and how one is made.
public final class AppIds {
    private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9-]{0,45}");
    private static final Pattern OBSERVED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern JOB = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 5;
    private static final int LONGEST_STEM = 46 - 14 - RANDOM_LENGTH - 2;

    private AppIds() {}

    /// Safe as a file name and in a URL: it holds no dot and no slash.
    public static boolean validAppId(String id) {
        return APP.matcher(id).matches();
    }

    /// Whether an application may be called so that others started: Spark's cluster managers, and
    /// whoever set `spark.app.id`, write ids in more ways than we do.
    public static boolean validObservedId(String id) {
        return OBSERVED.matcher(id).matches();
    }

    public static boolean validJobId(String id) {
        return JOB.matcher(id).matches();
    }

    /// Also the rule for the ids of templates and clusters.
    public static Optional<Problem> checkAppId(String id, String fieldPath) {
        return validAppId(id)
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                "INVALID_VALUE",
                                "this id is 1 to 46 lower-case letters, digits and '-',"
                                        + " and begins with a letter or digit",
                                fieldPath));
    }

    public static Optional<Problem> checkJobId(String id, String fieldPath) {
        return validJobId(id)
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                "INVALID_VALUE",
                                "a job id is 1 to 100 letters, digits, '.', '_' and '-',"
                                        + " and begins with a letter or digit",
                                fieldPath));
    }

    /// `<jobId>-<yyyyMMddHHmmss>-<5 random>`, the job's part trimmed so that the whole is an
    /// application id.
    public static String generate(String jobId, Instant now, RandomGenerator random) {
        StringBuilder id = new StringBuilder(stem(jobId));
        id.append('-').append(SECOND.format(now)).append('-');
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /// The id of the run of a job that was due at a time: the same each time it is asked for.
    public static String ofDue(String jobId, Instant due) {
        return stem(jobId) + "-" + SECOND.format(due) + "-sched";
    }

    private static String stem(String jobId) {
        String plain = jobId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String begun = plain.startsWith("-") ? plain.substring(1) : plain;
        String cut = begun.substring(0, Math.min(begun.length(), LONGEST_STEM));
        String trimmed = cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
        return trimmed.isEmpty() ? "app" : trimmed;
    }
}

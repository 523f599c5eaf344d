package io.spindrift.runtime.kube.pod;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of Spark, and all in which the pods of one differ from those of another.
record SparkVersion(String text, int major, int minor) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

    /// Empty when it is none.
    static Optional<SparkVersion> find(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new SparkVersion(
                                text,
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    static SparkVersion parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException("not a version of Spark: " + text));
    }

    private boolean atLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }

    /// Whether the driver's port for Spark Connect is told.
    boolean opensConnect() {
        return atLeast(4, 1);
    }

    /// Whether that port says its protocol.
    boolean tellsProtocol() {
        return atLeast(4, 2);
    }

    /// Whether containers say if they may gain privileges, and the service if it names drivers that
    /// are not ready.
    boolean tellsPrivileges() {
        return atLeast(4, 3);
    }

    /// Whether volumes heed all that Spark 4 knows of them (a host path's type, a path with
    /// variables, a claim's labels), and claims are for one pod alone where nothing else is said.
    boolean heedsMoreOfVolumes() {
        return atLeast(4, 0);
    }

    /// Whether a label may name the run by `{{APP_ID}}`, as an annotation always may.
    boolean completesLabels() {
        return atLeast(4, 0);
    }
}

package io.spindrift.runtime;

/// One of the two outputs of a container. Where a cluster does not tell them apart, as Kubernetes
/// does not, all is in `STDOUT`, in the order in which it was written.
public enum LogStream {
    STDOUT("stdout"),
    STDERR("stderr");

    private final String text;

    LogStream(String text) {
        this.text = text;
    }

    /// Its name in the API and as a file.
    public String text() {
        return text;
    }
}

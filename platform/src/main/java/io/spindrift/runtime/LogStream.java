package io.spindrift.runtime;

/// One of the two outputs of a container.
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

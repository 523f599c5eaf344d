package io.spindrift.app;

import java.util.Locale;
import java.util.Optional;

/// The language of the main program.
public enum AppType {
    JAVA("Java", false),
    SCALA("Scala", false),
    PYTHON("Python", true),
    R("R", true),
    SQL("SQL", false);

    private final String text;
    private final boolean outsideJvm;

    AppType(String text, boolean outsideJvm) {
        this.text = text;
        this.outsideJvm = outsideJvm;
    }

    /// Its name in the API.
    public String text() {
        return text;
    }

    /// Whether user code runs in processes beside the JVM, so that more memory lies outside the
    /// heap.
    public boolean outsideJvm() {
        return outsideJvm;
    }

    /// A jar needs the name of the class to run.
    public boolean needsMainClass() {
        return this == JAVA || this == SCALA;
    }

    public static Optional<AppType> parse(String text) {
        for (AppType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// What the end of a file's name says about its language.
    public static Optional<AppType> ofFile(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".jar")) {
            return Optional.of(JAVA);
        }
        if (name.endsWith(".py") || name.endsWith(".zip") || name.endsWith(".egg")) {
            return Optional.of(PYTHON);
        }
        if (name.endsWith(".sql")) {
            return Optional.of(SQL);
        }
        return name.endsWith(".r") ? Optional.of(R) : Optional.empty();
    }
}

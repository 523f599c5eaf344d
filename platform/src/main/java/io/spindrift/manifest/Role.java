package io.spindrift.manifest;

/// Which of an application's pods.
enum Role {
    DRIVER("driver"),
    EXECUTOR("executor");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    String templateProperty() {
        return "spark.kubernetes." + word + ".podTemplateFile";
    }
}

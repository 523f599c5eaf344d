package io.spindrift.history.eventlog;

/// How Spark compressed a log; its name is the end of the file's.
public enum Codec {
    PLAIN,
    ZSTD,
    LZ4,
    SNAPPY,
    LZF;

    /// By the end of a log file's name, `.inprogress` and `.compact` aside.
    public static Codec of(String fileName) {
        String name = fileName.replace(".inprogress", "").replace(".compact", "");
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 ? "" : name.substring(dot + 1)) {
            case "zstd" -> ZSTD;
            case "lz4" -> LZ4;
            case "snappy" -> SNAPPY;
            case "lzf" -> LZF;
            default -> PLAIN;
        };
    }
}

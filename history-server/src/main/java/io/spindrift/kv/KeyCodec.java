package io.spindrift.kv;

/// Turns keys to bytes whose order is the order in which rows are scanned, and back.
public interface KeyCodec<K> {
    void write(K key, KeyWriter out);

    K read(KeyReader in);

    /// Keys that are one text.
    static KeyCodec<String> text() {
        return new KeyCodec<>() {
            @Override
            public void write(String key, KeyWriter out) {
                out.text(key);
            }

            @Override
            public String read(KeyReader in) {
                return in.text();
            }
        };
    }
}

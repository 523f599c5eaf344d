package io.spindrift.history.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Values as lines of JSON with sorted keys.
final class Dump {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .addModule(new SimpleModule().addSerializer(new Times()))
                    .build();

    private Dump() {}

    static String text(Map<String, Object> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach((name, value) -> {
            try {
                text.append(name).append(' ').append(JSON.writeValueAsString(value)).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot write " + name, e);
            }
        });
        return text.toString();
    }

    static Map<String, Object> trimmed(CoreSeries series) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("start", series.startMillis);
        shown.put("step", series.stepMillis);
        for (int column = 0; column < CoreSeries.COLUMNS; column++) {
            shown.put("column" + column, Arrays.copyOf(series.micros[column], series.used));
        }
        return shown;
    }

    private static final class Times extends StdSerializer<Instant> {
        Times() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(value.toString());
        }
    }
}

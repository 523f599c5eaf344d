package io.spindrift.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spindrift.cloud.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// JSON as trees: how values look in it, and how bytes become trees.
final class Json {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final ObjectMapper MAPPER =
            new ObjectMapper(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode array(Collection<? extends JsonNode> nodes) {
        return array().addAll(nodes);
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    static ObjectNode money(Money money) {
        return object().put("amount", money.amount())
                .put("currency", money.currency().getCurrencyCode());
    }

    static ObjectNode money(long nanos, Currency currency) {
        return money(new Money(nanos, currency));
    }

    static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : MILLIS.format(at);
    }

    /// Null when there is no value.
    static @Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(rounded(value.getAsDouble())) : null;
    }

    /// Six significant decimals are more than anyone reads, and keep answers small.
    static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }

    static byte[] bytes(JsonNode node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            generator.setCodec(MAPPER);
            MAPPER.writeTree(generator, node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static String text(JsonNode node) {
        return node.toString();
    }

    /// @throws RefusedException saying where it is malformed
    static JsonNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            throw RefusedException.of(400, "MALFORMED_JSON", "the body is empty; JSON is expected");
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw RefusedException.of(
                    400,
                    "MALFORMED_JSON",
                    "malformed JSON" + where + ": " + plain(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws RefusedException saying where it is malformed, or that it is not one document
    static JsonNode parseYaml(byte[] bytes) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(bytes)) {
            if (!documents.hasNext()) {
                throw RefusedException.of(
                        400, "MALFORMED_JSON", "the body is empty; YAML is expected");
            }
            JsonNode first = documents.next();
            if (documents.hasNext()) {
                throw RefusedException.of(
                        400, "INVALID_VALUE", "the body has several documents; send one at a time");
            }
            return first;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw RefusedException.of(400, "MALFORMED_JSON", "malformed YAML" + where);
        } catch (RuntimeJsonMappingException | IOException e) {
            throw RefusedException.of(400, "MALFORMED_JSON", "malformed YAML");
        }
    }

    /// Without what the parser says of its own settings.
    private static String plain(String message) {
        return message.replaceFirst("(?s) ?\\(start marker at .*", "")
                .replaceFirst("(?s), from `.*", ")");
    }
}

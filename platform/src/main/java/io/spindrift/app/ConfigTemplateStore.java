package io.spindrift.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Entry;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.KeyReader;
import io.spindrift.kv.KeyWriter;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowFormatException;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.List;
import java.util.Optional;

/// The config templates of all clusters; at most 10 000 in each. Safe for many threads.
///
/// ```
/// app.template  clusterId, templateId -> name, config as JSON, who and when
/// ```
public final class ConfigTemplateStore {
    private static final int MOST = 10_000;
    private static final Table<Key, ConfigTemplate> TEMPLATES =
            new Table<>("app.template", new KeyFormat(), new RowFormat());

    private final Database database;

    public ConfigTemplateStore(Database database) {
        this.database = database;
    }

    /// Stores it, in place of one of the same id.
    ///
    /// @throws IllegalArgumentException when the cluster has as many templates as it may
    public void put(ConfigTemplate template) {
        Key key = new Key(template.clusterId(), template.id());
        if (database.get(TEMPLATES, key).isEmpty() && list(template.clusterId()).size() >= MOST) {
            throw new IllegalArgumentException("a cluster has at most " + MOST + " templates");
        }
        database.write(Durability.MACHINE, batch -> batch.put(TEMPLATES, key, template));
    }

    public Optional<ConfigTemplate> get(String clusterId, String id) {
        return database.get(TEMPLATES, new Key(clusterId, id));
    }

    /// By id.
    public List<ConfigTemplate> list(String clusterId) {
        return database.list(TEMPLATES, Range.prefix(key -> key.text(clusterId)), MOST).stream()
                .map(Entry::row)
                .toList();
    }

    public void delete(String clusterId, String id) {
        database.write(
                Durability.MACHINE, batch -> batch.delete(TEMPLATES, new Key(clusterId, id)));
    }

    private record Key(String clusterId, String id) {}

    private static final class KeyFormat implements KeyCodec<Key> {
        @Override
        public void write(Key key, KeyWriter out) {
            out.text(key.clusterId()).text(key.id());
        }

        @Override
        public Key read(KeyReader in) {
            return new Key(in.text(), in.text());
        }
    }

    private static final class RowFormat implements RowCodec<ConfigTemplate> {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ConfigTemplate template, RowWriter out) {
            out.text(template.clusterId()).text(template.id()).text(template.displayName());
            out.text(template.config().toString()).text(template.createdBy());
            out.instant(template.createdAt()).instant(template.updatedAt());
        }

        @Override
        public ConfigTemplate read(RowReader in) {
            return new ConfigTemplate(
                    in.text(),
                    in.text(),
                    in.text(),
                    object(in.text()),
                    in.text(),
                    in.instant(),
                    in.instant());
        }

        private static ObjectNode object(String json) {
            try {
                return (ObjectNode) JSON.readTree(json);
            } catch (JsonProcessingException e) {
                throw new RowFormatException("a configuration that is no JSON");
            }
        }
    }
}

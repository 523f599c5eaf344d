package io.spindrift.history.search;

import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.LogLines;
import io.spindrift.history.LogLines.Line;
import io.spindrift.history.LogLines.LogPlace;
import io.spindrift.history.SearchQuery.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteArrayDataOutput;
import org.apache.lucene.util.BytesRef;

/// Up to 64 lines in one document: of a log, or the properties of a run.
///
/// Their texts are stored, redacted, so that what is shown is what was found, also when the log
/// itself has been rotated away.
final class LineDocuments {
    static final String LINE = "line";
    static final String KEYS = "keys";
    static final String VALUES = "values";

    /// The run of a line, to remove it by; not replaced with the run's other documents.
    static final String OF = "lines.of";

    /// A run whose logs are all taken.
    static final String OVER = "lines.over";

    static final String STREAM_OF = "lines.stream";
    static final String PIECE = "lines.piece";
    static final String COUNT = "lines.count";
    static final String OFFSET = "lines.offset";
    static final String LENGTH = "lines.length";
    static final String FIRST = "lines.first";
    static final String CONTAINER = "container";
    static final String STREAM = "stream";

    private static final String TEXT = "text";
    private static final String SIZES = "sizes";
    private static final int VALUE_MAX = 4_000;
    private static final FieldType POSITIONS = positions();

    private LineDocuments() {}

    /// @param firstLine the number of the first of them in its log
    /// @param offsets where each begins in its log; empty for properties
    record Lines(List<String> texts, long firstLine, List<Long> offsets) {
        long offset(int line) {
            return offsets.get(line);
        }
    }

    static void properties(Document document, List<Property> properties, Redaction redaction) {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Property property : properties) {
            String value =
                    oneLine(
                            redaction.value(
                                    property.key(), RunDocuments.cut(property.value(), VALUE_MAX)));
            keys.add(property.key());
            values.add(value);
            text.append(oneLine(property.key())).append('=').append(value).append('\n');
            document.add(
                    new StringField(
                            Completion.PROPERTY,
                            RunDocuments.cut(property.key(), 1_000).toLowerCase(Locale.ROOT),
                            Store.NO));
        }
        document.add(new Field(KEYS, new LineTokens(keys), POSITIONS));
        document.add(new Field(VALUES, new LineTokens(values), POSITIONS));
        document.add(new NumericDocValuesField(COUNT, properties.size()));
        document.add(new StoredField(TEXT, text.toString()));
    }

    static Document of(LogLines lines, Redaction redaction, int lengthMax) {
        long number = RunDocuments.number(lines.run());
        Document document = RunDocuments.begin(lines.run(), Kind.LOG, number, lines.at());
        RunDocuments.wordless(document);
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        byte[] sizes = new byte[lines.lines().size() * 5];
        ByteArrayDataOutput sizeWriter = new ByteArrayDataOutput(sizes);
        for (Line line : lines.lines()) {
            String masked = redaction.text(oneLine(RunDocuments.cut(line.text(), lengthMax)));
            texts.add(masked);
            text.append(masked).append('\n');
            try {
                sizeWriter.writeVInt(line.bytes());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException("an array always takes what fits", e);
            }
        }
        LogPlace from = lines.from();
        String stream = stream(number, lines.container(), lines.stream());
        document.add(new StringField(OF, RunDocuments.key(number), Store.NO));
        document.add(new StringField(STREAM_OF, stream, Store.NO));
        document.add(new StringField(PIECE, piece(stream, from), Store.NO));
        document.add(new NumericDocValuesField(OFFSET, from.offset()));
        document.add(new NumericDocValuesField(FIRST, from.line()));
        document.add(new NumericDocValuesField(LENGTH, lines.to().offset() - from.offset()));
        document.add(new NumericDocValuesField(COUNT, texts.size()));
        document.add(new Field(LINE, new LineTokens(texts), POSITIONS));
        document.add(new StoredField(CONTAINER, lines.container()));
        document.add(new StoredField(STREAM, lines.stream()));
        document.add(new StoredField(OFFSET, from.offset()));
        document.add(new StoredField(FIRST, from.line()));
        document.add(new StoredField(TEXT, text.toString()));
        document.add(new StoredField(SIZES, new BytesRef(sizes, 0, sizeWriter.getPosition())));
        return document;
    }

    static String stream(long number, String container, String stream) {
        return Long.toHexString(number) + "/" + container + "/" + stream;
    }

    static String piece(String stream, LogPlace from) {
        return stream + "/" + from.offset();
    }

    /// Reads back what was stored.
    static Lines lines(Document document) {
        List<String> texts = document.get(TEXT).lines().toList();
        BytesRef sizes = document.getBinaryValue(SIZES);
        if (sizes == null) {
            return new Lines(texts, 0, List.of());
        }
        long offset = document.getField(OFFSET).numericValue().longValue();
        ByteArrayDataInput sizeReader =
                new ByteArrayDataInput(sizes.bytes, sizes.offset, sizes.length);
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            offsets.add(offset);
            offset += sizeReader.readVInt();
        }
        return new Lines(texts, document.getField(FIRST).numericValue().longValue(), offsets);
    }

    private static String oneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace('\n', ' ').replace('\r', ' ');
    }

    private static FieldType positions() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        type.freeze();
        return type;
    }
}

package io.spindrift.history.search;

import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// The words of up to 64 lines, each at a position that tells its line: line 3 begins at 3 × 128.
/// Words beyond the 128th of a line share the last place.
final class LineTokens extends TokenStream {
    /// As many as a long has bits.
    static final int LINES_MAX = 64;

    static final int STRIDE = 128;

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute position =
            addAttribute(PositionIncrementAttribute.class);
    private final Words words = new Words(true);
    private final List<String> lines;
    private int line = -1;
    private int inLine;
    private int before = -1;

    LineTokens(List<String> lines) {
        this.lines = lines;
    }

    static int line(int position) {
        return position / STRIDE;
    }

    @Override
    public void reset() {
        line = -1;
        before = -1;
        words.read("");
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        while (!words.next()) {
            if (++line >= lines.size()) {
                return false;
            }
            words.read(lines.get(line));
            inLine = -1;
        }
        inLine += words.increment();
        int place = line * STRIDE + Math.min(inLine, STRIDE - 1);
        words.copyTo(term.resizeBuffer(words.length()));
        term.setLength(words.length());
        position.setPositionIncrement(place - before);
        before = place;
        return true;
    }
}

package io.spindrift.server;

import io.spindrift.history.LogLines;
import io.spindrift.history.LogLines.Line;
import io.spindrift.history.LogLines.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Cuts what was read of a log into pieces of lines.
///
/// @param pieces full ones, and at the log's end what is left
/// @param next where to read on: at the beginning of a last piece that is not full
record LineCutter(List<Piece> pieces, LogPlace next) {
    LineCutter {
        pieces = List.copyOf(pieces);
    }

    record Piece(LogPlace from, List<Line> lines) {
        Piece {
            lines = List.copyOf(lines);
        }
    }

    /// @param from where these bytes begin
    /// @param atEnd whether there is no more now, so that a piece that is not full is worth having
    /// @param over whether nothing more will come, so that a line without an end is one
    static LineCutter cut(byte[] bytes, LogPlace from, boolean atEnd, boolean over) {
        List<Piece> pieces = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        LogPlace begun = from;
        int at = 0;
        while (at < bytes.length) {
            int end = end(bytes, at);
            boolean ended = end > at && bytes[end - 1] == '\n';
            // A line as long as all that was read is taken as it is, or reading would stand still.
            boolean alone = at == 0 && end == bytes.length && !atEnd;
            if (!ended && !over && !alone) {
                break;
            }
            lines.add(new Line(text(bytes, at, end), end - at));
            at = end;
            if (lines.size() == LogLines.MAX) {
                Piece piece = new Piece(begun, lines);
                pieces.add(piece);
                begun = new LogPlace(from.offset() + at, begun.line() + lines.size());
                lines.clear();
            }
        }
        if (lines.isEmpty()) {
            return new LineCutter(pieces, begun);
        }
        if (!atEnd && pieces.isEmpty()) {
            pieces.add(new Piece(begun, lines));
            return new LineCutter(
                    pieces, new LogPlace(from.offset() + at, begun.line() + lines.size()));
        }
        if (atEnd) {
            pieces.add(new Piece(begun, lines));
        }
        return new LineCutter(pieces, begun);
    }

    private static int end(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length;
    }

    private static String text(byte[] bytes, int from, int end) {
        int to = end;
        while (to > from && (bytes[to - 1] == '\n' || bytes[to - 1] == '\r')) {
            to--;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}

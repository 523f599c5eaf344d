package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.LogLines.Line;
import io.spindrift.history.LogLines.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineCutterTest {
    private static final LogPlace FROM = new LogPlace(1_000, 7);

    @Test
    void cut_atTheEndOfALiveLog_leavesALineThatIsBeingWritten() {
        LineCutter cut = cut("one\r\ntwo\nthr", true, false);

        assertThat(cut.pieces()).hasSize(1);
        assertThat(cut.pieces().getFirst().lines())
                .containsExactly(new Line("one", 5), new Line("two", 4));
        assertThat(cut.next()).isEqualTo(FROM);
    }

    @Test
    void cut_ofALogThatIsOver_takesTheLastLineWithoutItsEnd() {
        assertThat(texts(cut("one\ntwo", true, true))).containsExactly("one", "two");
    }

    @Test
    void cut_ofManyLines_goesOnBehindFullPieces() {
        LineCutter cut = cut("abc\n".repeat(150), false, false);

        assertThat(cut.pieces()).extracting(piece -> piece.lines().size()).containsExactly(64, 64);
        assertThat(cut.pieces().get(1).from()).isEqualTo(new LogPlace(1_000 + 256, 7 + 64));
        assertThat(cut.next()).isEqualTo(new LogPlace(1_000 + 512, 7 + 128));
        assertThat(cut("abc\n".repeat(150), true, false).pieces()).hasSize(3);
    }

    @Test
    void cut_ofFewLongLines_goesOnAllTheSame() {
        LineCutter cut = cut("a".repeat(5_000) + "\nbb", false, false);

        assertThat(cut.pieces()).hasSize(1);
        assertThat(cut.next()).isEqualTo(new LogPlace(6_001, 8));
    }

    @Test
    void cut_ofALineWithoutAnEnd_goesOnAllTheSame() {
        LineCutter cut = cut("a".repeat(5_000), false, false);

        assertThat(cut.pieces()).hasSize(1);
        assertThat(cut.next()).isEqualTo(new LogPlace(6_000, 8));
    }

    @Test
    void cut_ofNothing_staysWhereItIs() {
        assertThat(cut("", true, true)).isEqualTo(new LineCutter(List.of(), FROM));
        assertThat(cut("half", true, false)).isEqualTo(new LineCutter(List.of(), FROM));
    }

    private static LineCutter cut(String text, boolean atEnd, boolean over) {
        return LineCutter.cut(text.getBytes(StandardCharsets.UTF_8), FROM, atEnd, over);
    }

    private static List<String> texts(LineCutter cut) {
        return cut.pieces().stream()
                .flatMap(piece -> piece.lines().stream())
                .map(Line::text)
                .toList();
    }
}

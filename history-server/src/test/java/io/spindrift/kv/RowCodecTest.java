package io.spindrift.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowCodecTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, 127, 128, -65, Long.MAX_VALUE, Long.MIN_VALUE})
    void number_ofAnySize_comesBack(long value) {
        RowWriter out = row().number(value).count(value);

        RowReader in = new RowReader(out.bytes());

        assertThat(in.number()).isEqualTo(value);
        assertThat(in.count()).isEqualTo(value);
        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void number_thatIsSmall_takesOneByte() {
        assertThat(row().number(-64).number(63).count(127).bytes()).hasSize(4);
    }

    @Test
    void fields_ofEachKind_comeBack() {
        Instant time = Instant.parse("2026-11-20T02:15:00.123456789Z");
        RowWriter out =
                row().flag(true)
                        .decimal(0.1)
                        .text("größe")
                        .textOrNull(null)
                        .instant(time)
                        .instantOrNull(null)
                        .constant(Durability.MACHINE)
                        .bytes(new byte[] {1, 2})
                        .list(List.of("x", "y"), (value, to) -> to.text(value))
                        .optional(Optional.of(3L), (value, to) -> to.number(value))
                        .texts(Map.of("k", "v"))
                        .column(5, 5, 5, 2);

        RowReader in = new RowReader(out.bytes());

        assertThat(in.version()).isEqualTo(1);
        assertThat(in.flag()).isTrue();
        assertThat(in.decimal()).isEqualTo(0.1);
        assertThat(in.text()).isEqualTo("größe");
        assertThat(in.textOrNull()).isNull();
        assertThat(in.instant()).isEqualTo(time);
        assertThat(in.instantOrNull()).isNull();
        assertThat(in.constant(Durability.class)).isEqualTo(Durability.MACHINE);
        assertThat(in.bytes()).containsExactly(1, 2);
        assertThat(in.list(RowReader::text)).containsExactly("x", "y");
        assertThat(in.optional(RowReader::number)).contains(3L);
        assertThat(in.texts()).containsExactly(Map.entry("k", "v"));
        assertThat(in.column()).containsExactly(5, 5, 5, 2);
    }

    @Test
    void row_cutAtEachByte_isRefusedAndNeverHuge() {
        byte[] whole = row().text("a text").column(1, 2, 3).bytes();

        for (int length = 1; length < whole.length; length++) {
            RowReader in = new RowReader(java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(
                            () -> {
                                String text = in.text();
                                assertThat(text).isEqualTo("a text");
                                in.column();
                            })
                    .isInstanceOf(RowFormatException.class);
        }
    }

    @Test
    void length_thatCannotBe_isRefused() {
        RowReader in = new RowReader(row().count(Long.MAX_VALUE).bytes());

        assertThatThrownBy(in::column).isInstanceOf(RowFormatException.class);
    }

    private static RowWriter row() {
        return new RowWriter().octet(1);
    }
}

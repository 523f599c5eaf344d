package io.spindrift.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class ObjectKeyTest {
    @Test
    void checked_keepsWhatNamesAnObject() {
        assertThat(ObjectKey.checked("a/b c/..d/e.zstd")).isEqualTo("a/b c/..d/e.zstd");
        assertThat(ObjectKey.checkedFolder("")).isEmpty();
        assertThat(ObjectKey.checkedFolder("a/b/")).isEqualTo("a/b/");
    }

    @Test
    void checked_refusesWhatIsTooLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.checked("ä".repeat(513)));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.checkedFolder("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.checkedFolder("/"));
    }
}

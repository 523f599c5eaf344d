package io.spindrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SyntaxTest {
    private static final Syntax APPS =
            Syntax.of(
                            "apps",
                            "Lists",
                            Flag.taking("--state,-s", "A,B", "Only these"),
                            Flag.of("--wait", "Wait"))
                    .taking("ID...", 0, 2);

    @Test
    void flags_areTakenInEveryForm() {
        Words words = APPS.parse(List.of("a", "--state=X", "-s", "Y", "--wait", "b"));
        assertThat(words.all("--state")).containsExactly("X", "Y");
        assertThat(words.text("--state")).contains("Y");
        assertThat(words.has("--wait")).isTrue();
        assertThat(words.rest()).containsExactly("a", "b");
    }

    @Test
    void unknownFlag_isRefusedWithItsNearest() {
        assertThatThrownBy(() -> APPS.parse(List.of("--stat", "X")))
                .isInstanceOf(WrongWordsException.class)
                .hasMessage(
                        "unknown flag --stat; did you mean --state?; see spindrift apps --help");
    }

    @Test
    void flagWithoutItsValue_isRefused() {
        assertThatThrownBy(() -> APPS.parse(List.of("--state")))
                .isInstanceOf(WrongWordsException.class)
                .hasMessageContaining("--state takes a value");
    }

    @Test
    void tooManyOrTooFewWords_areRefusedWithTheUsage() {
        assertThatThrownBy(() -> APPS.parse(List.of("a", "b", "c")))
                .hasMessage("spindrift apps [flags] ID...\nnot understood: c");
        assertThatThrownBy(() -> APPS.taking("ID", 1, 1).parse(List.of()))
                .hasMessage("spindrift apps [flags] ID\nmissing: ID");
    }

    @Test
    void help_needsNoOtherWord() {
        assertThat(APPS.taking("ID", 1, 1).parse(List.of("--help")).has("--help")).isTrue();
        assertThat(APPS.help()).contains("--state, -s A,B", "Only these", "--json");
    }

    @Test
    void everyCommand_hasItsOwnNameAndHelp() {
        List<String> names =
                Spindrift.shown().stream().map(command -> command.syntax().name()).toList();
        assertThat(names).doesNotHaveDuplicates().contains("submit", "apps", "logs", "runtime");
        assertThat(Spindrift.shown())
                .allSatisfy(command -> assertThat(command.syntax().help()).contains("--json"));
        assertThat(CompletionCommand.script()).contains("submit) flags='--job", "complete -o");
    }
}

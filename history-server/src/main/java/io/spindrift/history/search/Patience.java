package io.spindrift.history.search;

/// A text that lets itself be looked at so many times only: expressions that others wrote may take
/// for ever on some texts.
final class Patience implements CharSequence {
    private static final int LOOKS_LEAST = 100_000;
    private static final int LOOKS_A_LETTER = 64;

    private final CharSequence text;
    private final int[] looks;

    Patience(CharSequence text) {
        this(text, new int[] {LOOKS_LEAST + LOOKS_A_LETTER * text.length()});
    }

    private Patience(CharSequence text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    @Override
    public char charAt(int index) {
        if (--looks[0] < 0) {
            throw new Ended();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Patience(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// The expression looked too often.
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended() {
            super("the expression takes too long", null, false, false);
        }
    }
}

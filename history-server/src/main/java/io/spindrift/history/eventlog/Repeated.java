package io.spindrift.history.eventlog;

import java.util.Arrays;

/// A stretch of JSON that comes again and again and differs only in some numbers and names, as the
/// metrics of one task do from those of the next. It is compared with one that was read before, in
/// one piece up to where they differ, and only what differs is read. So members that mostly stay
/// (zeros, above all) cost nothing, and the others no search for their keys.
///
/// What it passes consists of what was passed before and of numbers and names that were read anew,
/// so it is as valid as the one before.
final class Repeated {
    /// Marks a number that nobody asks for.
    static final int IGNORED = -1;

    /// After so many, one is read in full and taken as the new one to compare with: values drift.
    private static final int FRESH = 512;

    private byte[] text = {};
    private int[] starts = new int[96];
    private int[] ends = new int[96];

    /// Where the token's value belongs; names are told by their sign: `-2 - slot`.
    private int[] slots = new int[96];

    private int count;
    private int from;
    private int uses = FRESH;
    private final long[] numbers;
    private final String[] names;

    Repeated(int numbers, int names) {
        this.numbers = new long[numbers];
        this.names = new String[names];
    }

    /// Reads the stretch that begins here into these, or stays and says no; what they hold is
    /// undefined then.
    boolean read(ByteCursor in, long[] toNumbers, String[] toNames) {
        if (uses >= FRESH) {
            return false;
        }
        uses++;
        int start = in.at;
        System.arraycopy(numbers, 0, toNumbers, 0, numbers.length);
        System.arraycopy(names, 0, toNames, 0, names.length);
        if (walk(in, toNumbers, toNames)) {
            return true;
        }
        in.at = start;
        return false;
    }

    private boolean walk(ByteCursor in, long[] toNumbers, String[] toNames) {
        int place = 0;
        int token = 0;
        while (true) {
            int left = text.length - place;
            int there = Math.min(left, in.end - in.at);
            int same = Arrays.mismatch(text, place, place + there, in.bytes, in.at, in.at + there);
            if (same < 0) {
                in.at += left;
                return there == left;
            }
            int differs = place + same;
            while (token < count && ends[token] < differs) {
                token++;
            }
            if (token == count || starts[token] > differs) {
                return false;
            }
            in.at += starts[token] - place;
            take(in, slots[token], toNumbers, toNames);
            place = ends[token];
            token++;
        }
    }

    private static void take(ByteCursor in, int slot, long[] toNumbers, String[] toNames) {
        if (slot >= 0) {
            toNumbers[slot] = in.number();
        } else if (slot == IGNORED) {
            in.skipNumber();
        } else {
            toNames[-2 - slot] = in.name();
        }
    }

    /// The next one is read in full, and learned by telling its numbers and names in their order.
    void begin(ByteCursor in) {
        from = in.at;
        count = 0;
        uses = FRESH;
    }

    /// @param start of the number that ends where `in` stands
    void number(int start, ByteCursor in, int slot) {
        note(start, in.at, slot);
    }

    /// @param start of the name, its quotes included, that ends where `in` stands
    void name(int start, ByteCursor in, int slot) {
        note(start, in.at, -2 - slot);
    }

    private void note(int start, int end, int slot) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            slots = Arrays.copyOf(slots, 2 * count);
        }
        starts[count] = start - from;
        ends[count] = end - from;
        slots[count] = slot;
        count++;
    }

    /// It has been read: what begins from now on is compared with it.
    void end(ByteCursor in, long[] readNumbers, String[] readNames) {
        text = Arrays.copyOfRange(in.bytes, from, in.at);
        System.arraycopy(readNumbers, 0, numbers, 0, numbers.length);
        System.arraycopy(readNames, 0, names, 0, names.length);
        uses = 0;
    }
}

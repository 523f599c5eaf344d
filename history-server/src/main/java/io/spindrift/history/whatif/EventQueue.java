package io.spindrift.history.whatif;

import java.util.Arrays;

/// What happens next, by time and then by kind and number: a binary heap of plain numbers, as a run
/// of 300,000 tasks puts that many into it, twelve times over.
final class EventQueue {
    /// The order in which things of one moment are taken: ends before beginnings.
    enum Kind {
        TASK_ENDS(0),
        JOB_ENDS(1),
        JOB_STARTS(2),
        STAGE_IS_READY(3),
        SLOTS_COME(4);

        private static final Kind[] ALL = values();
        private final long code;

        Kind(long code) {
            this.code = code;
        }
    }

    /// Milliseconds fit above: 2^40 are thirty-four years.
    private static final int NUMBER_BITS = 20;

    private static final int KIND_BITS = 3;
    static final int NUMBER_MAX = (1 << NUMBER_BITS) - 1;

    private long[] heap = new long[1024];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long atMillis, Kind kind, int number) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        long key = (((atMillis << KIND_BITS) | kind.code) << NUMBER_BITS) | (number & NUMBER_MAX);
        int at = size++;
        while (at > 0 && heap[(at - 1) / 2] > key) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = key;
    }

    long nextMillis() {
        return heap[0] >>> (NUMBER_BITS + KIND_BITS);
    }

    Kind nextKind() {
        return Kind.ALL[(int) (heap[0] >>> NUMBER_BITS) & ((1 << KIND_BITS) - 1)];
    }

    int nextNumber() {
        return (int) heap[0] & NUMBER_MAX;
    }

    void drop() {
        long last = heap[--size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
    }
}

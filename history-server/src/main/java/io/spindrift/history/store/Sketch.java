package io.spindrift.history.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A distribution of numbers in bounded memory: exact up to [#EXACT_MAX] values, then a histogram
/// of 16 buckets to the octave, so that a quantile is at most 4 % off. Least, most and sum stay
/// exact. What it holds depends on the values and their order alone.
final class Sketch {
    static final int EXACT_MAX = 128;
    private static final int SUB_BITS = 4;
    static final int BUCKETS = (64 - SUB_BITS) << SUB_BITS;

    long count;
    long sum;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;

    /// Values while exact, else counts by bucket.
    long[] exact = new long[8];

    int @Nullable [] buckets;

    /// The exact values in order, while nothing is added: several quantiles are asked of each.
    private long @Nullable [] sorted;

    /// Negative values count as zero.
    void add(long given) {
        long value = Math.max(0, given);
        sorted = null;
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        if (buckets != null) {
            buckets[bucket(value)]++;
            return;
        }
        if (count > EXACT_MAX) {
            toBuckets(value);
            return;
        }
        if (count > exact.length) {
            exact = Arrays.copyOf(exact, exact.length * 2);
        }
        exact[(int) count - 1] = value;
    }

    private void toBuckets(long value) {
        int[] counts = new int[BUCKETS];
        for (int i = 0; i < count - 1; i++) {
            counts[bucket(exact[i])]++;
        }
        counts[bucket(value)]++;
        buckets = counts;
        exact = new long[0];
    }

    private static int bucket(long value) {
        if (value < 1 << SUB_BITS) {
            return (int) value;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        int sub = (int) (value >>> (exponent - SUB_BITS)) & ((1 << SUB_BITS) - 1);
        return ((exponent - SUB_BITS + 1) << SUB_BITS) + sub;
    }

    /// The middle of a bucket.
    private static long value(int bucket) {
        if (bucket < 1 << SUB_BITS) {
            return bucket;
        }
        int exponent = (bucket >> SUB_BITS) + SUB_BITS - 1;
        long base =
                (1L << exponent)
                        + ((long) (bucket & ((1 << SUB_BITS) - 1)) << (exponent - SUB_BITS));
        return base + (1L << (exponent - SUB_BITS)) / 2;
    }

    /// The value at min(⌊q × n⌋, n − 1) of the sorted values, as Spark has it; 0 without any.
    long quantile(double q) {
        if (count == 0) {
            return 0;
        }
        long rank = Math.min((long) (q * count), count - 1);
        if (rank == count - 1) {
            return max;
        }
        if (buckets == null) {
            return inOrder()[(int) rank];
        }
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen > rank) {
                return Math.clamp(value(i), min, max);
            }
        }
        return max;
    }

    private long[] inOrder() {
        long[] known = sorted;
        if (known == null) {
            known = Arrays.copyOf(exact, (int) count);
            Arrays.sort(known);
            sorted = known;
        }
        return known;
    }
}

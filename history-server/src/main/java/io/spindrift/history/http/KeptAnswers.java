package io.spindrift.history.http;

import io.spindrift.history.AppRun;
import io.spindrift.history.RunState;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Long answers about runs that have ended, as they were sent last. Safe for many threads.
final class KeptAnswers {
    /// Of all together; of the longest, a quarter.
    private static final int BYTES_MOST = 32 << 20;

    private final int bytesMost;

    /// @param run as it stood: it is told otherwise as soon as anything of it was read anew
    private record Question(AppRun run, String asked) {}

    private final Map<Question, byte[]> answers = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    KeptAnswers() {
        this(BYTES_MOST);
    }

    KeptAnswers(int bytesMost) {
        this.bytesMost = bytesMost;
    }

    /// @param asked path and query, as they came
    synchronized byte @Nullable [] of(AppRun run, String asked) {
        return answers.get(new Question(run, asked));
    }

    Recording recording(AppRun run, String asked) {
        boolean goesOn = run.state() == RunState.RUNNING || run.endedAt() == null;
        return new Recording(goesOn ? null : new Question(run, asked));
    }

    private synchronized void keep(Question question, byte[] answer) {
        byte[] before = answers.put(question, answer);
        bytes += answer.length - (before == null ? 0 : before.length);
        Iterator<byte[]> eldest = answers.values().iterator();
        while (bytes > bytesMost) {
            bytes -= eldest.next().length;
            eldest.remove();
        }
    }

    /// Copies an answer while it is sent.
    final class Recording {
        private final @Nullable Question question;
        private @Nullable ByteArrayOutputStream copy;

        private Recording(@Nullable Question question) {
            this.question = question;
            this.copy = question == null ? null : new ByteArrayOutputStream();
        }

        /// To be written to in place of `out`.
        OutputStream through(OutputStream out) {
            return new FilterOutputStream(out) {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] part, int from, int length) throws IOException {
                    out.write(part, from, length);
                    copy(part, from, length);
                }
            };
        }

        private void copy(byte[] part, int from, int length) {
            if (copy == null) {
                return;
            }
            if (copy.size() + length > bytesMost / 4) {
                copy = null;
                return;
            }
            copy.write(part, from, length);
        }

        /// To be called once all of the answer was taken; of a run that goes on, or longer than the
        /// bound, nothing is kept.
        void keep() {
            if (copy != null && question != null) {
                KeptAnswers.this.keep(question, copy.toByteArray());
            }
        }
    }
}

#!/usr/bin/env python3
"""Makes a longer event log of one that Spark wrote: its jobs, stages, queries and tasks over again, with ids and times
moved on, as if the application had gone on with the same work.

    stretch_log.py LOG TIMES OUT

LOG and OUT are plain single files. A minute for each GB or so; so that 3 GB need not be run, which takes an hour."""
import re, sys

STEP_MILLIS = 3_600_000
STEP_IDS = 1_000_000
ONCE = re.compile(rb'{"Event":"(?:SparkListener(?:LogStart|ResourceProfileAdded|ExecutorAdded|BlockManagerAdded|EnvironmentUpdate|ApplicationStart)")')
END = b'{"Event":"SparkListenerApplicationEnd"'
IDS = rb'"(?:Stage ID|Task ID|Job ID|RDD ID|ID|accumulatorId|executionId|rootExecutionId|spark.sql.execution.id)":"?'
TIMES = rb'"(?:Launch Time|Finish Time|Submission Time|Completion Time|Timestamp|time)":'
MOVED = re.compile(rb'(' + IDS + rb')(\d+)|(' + TIMES + rb')(\d{12,})|("(?:Stage IDs|Parent IDs|accumUpdates)":)(\[[\[\]\d,]*\])')


def moved_by(times):
    ids, millis = times * STEP_IDS, times * STEP_MILLIS

    def move(match):
        if match[1]:
            return b"%s%d" % (match[1], int(match[2]) + ids)
        if match[3]:
            return b"%s%d" % (match[3], int(match[4]) + millis)
        if b"[[" in match[6]:  # pairs of an accumulator's id and its value
            return match[5] + re.sub(rb"\[(\d+),", lambda pair: b"[%d," % (int(pair[1]) + ids), match[6])
        return match[5] + re.sub(rb"\d+", lambda one: b"%d" % (int(one[0]) + ids), match[6])

    return move


def main():
    log, times, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(out, "wb", 1 << 22) as to:
        for turn in range(times):
            move = moved_by(turn)
            with open(log, "rb", 1 << 22) as lines:
                for line in lines:
                    if line.startswith(END):
                        end = line
                    elif turn == 0:
                        to.write(line)
                    elif not ONCE.match(line):
                        to.write(MOVED.sub(move, line))
        to.write(MOVED.sub(moved_by(times - 1), end))


main()

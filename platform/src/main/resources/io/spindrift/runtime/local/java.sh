#!/usr/bin/env bash
# Stands where Spark looks for `java`, so that executors are containers of their own: recorded,
# logged within bounds, and shown no more processors than they were given. Anything else is plain
# Java.
java=$SPINDRIFT_JAVA_HOME/bin/java
backend='' id=''
for word; do
  case $word in
    org.apache.spark.executor.CoarseGrainedExecutorBackend) backend=yes ;;
    --executor-id) next=yes && continue ;;
  esac
  [ -z "${next:-}" ] || { id=$word next=''; }
done
case $id in *[!0-9]*) id='' ;; esac
if [ -z "$backend" ] || [ -z "$id" ]; then
  exec "$java" "$@"
fi
mkdir -p "$SPINDRIFT_RECORDS/executor-$id"
export SPINDRIFT_SHIM=executor
exec "$BASH" "$SPINDRIFT_SCRIPTS/container.sh" "$SPINDRIFT_RECORDS/executor-$id" \
  "$SPINDRIFT_LOGS/executor-$id" "$java" "-XX:ActiveProcessorCount=$SPINDRIFT_EXECUTOR_CORES" "$@"

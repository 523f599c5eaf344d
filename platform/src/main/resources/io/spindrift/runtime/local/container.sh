#!/usr/bin/env bash
# Runs one container of an attempt and writes down what becomes of it, whether the platform is up or
# not:   container.sh RECORDS LOGS COMMAND...
#
# RECORDS/process  "shim PID, its start, PID, its start, boot id, start in epoch ms"; starts are
#                  field 22 of /proc/PID/stat: with the boot id they tell a process from a later one
# RECORDS/exit     "exit code, end in epoch ms"; both are renamed into place, so never half there
# RECORDS/begun    a folder: who makes it runs the container, so that no container runs twice
# LOGS/stdout.N    output in segments, numbered from 0: the first and the newest are kept
#
# A driver (SPINDRIFT_SHIM=driver) leads a session of its own; when it has ended, what is left of
# the attempt is given a moment and then ended.
set -u
records=$1 logs=$2
shift 2
umask 0007
segment=${SPINDRIFT_LOG_SEGMENT:-8388608} keep=${SPINDRIFT_LOG_KEEP:-4}
here=$(dirname "${BASH_SOURCE[0]}")

mkdir "$records/begun" 2>/dev/null || exit 0
mkdir -p "$logs"

now() {
  local at=${EPOCHREALTIME/[.,]/}
  echo "${at%???}"
}

# started PID: when it began, in ticks since boot. The name in parentheses may hold spaces.
started() {
  local line
  read -r line 2>/dev/null <"/proc/$1/stat" || return 1
  line=${line##*) }
  set -- $line
  echo "${20}"
}

put() {
  printf '%s\n' "$2" >"$records/.$1" && mv "$records/.$1" "$records/$1"
}

# Output goes through here. What nobody drains would stop the program, hence the last line: on a
# full disk the rest is thrown away.
rotate() {
  trap '' TERM INT HUP
  local n=0 name=$logs/$1
  while stdbuf -o0 head -c "$segment" >"$name.$n"; do
    [ "$(stat -c %s "$name.$n")" -eq "$segment" ] || return 0
    n=$((n + 1))
    [ $n -lt "$keep" ] || rm -f "$name.$((n - keep + 1))"
  done
  exec cat >/dev/null
}

begun=$(now)
"$@" </dev/null > >(rotate stdout 2>/dev/null) 2> >(rotate stderr 2>/dev/null) &
child=$!
put process "$$ $(started $$) $child $(started $child || echo 0) $(</proc/sys/kernel/random/boot_id) $begun"

# A worker ends its executor by SIGTERM to us: handed on, and written down as asked for.
trap 'put asked "$(now)"; kill -TERM $child 2>/dev/null' TERM
code=0
while :; do
  wait $child
  code=$?
  kill -0 $child 2>/dev/null || break
done
trap '' TERM
put exit "$code $(now)"

if [ "${SPINDRIFT_SHIM:-}" = driver ]; then
  # By the clock: on a busy machine each look takes a second.
  deadline=$((SECONDS + 10))
  while [ $SECONDS -lt $deadline ] && [ "$("$here/signal.sh" 0 $$ "$SPINDRIFT_ATTEMPT")" -gt 0 ]; do
    sleep 0.2
  done
  "$here/signal.sh" KILL $$ "$SPINDRIFT_ATTEMPT" >/dev/null
fi
exit $code

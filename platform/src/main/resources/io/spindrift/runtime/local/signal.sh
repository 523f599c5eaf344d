#!/usr/bin/env bash
# Sends a signal to every process of an attempt and prints how many there were:
#   signal.sh SIGNAL SESSION ATTEMPT [all]
#
# A process belongs to the attempt when its environment says so (SPINDRIFT_ATTEMPT, which children
# inherit), or when it is in the session that the driver's shim leads (0: not known to be led by it
# any more). Unless it is to be all, the shims are spared, which write down how their containers
# ended, and so are the writers of log segments.
set -u
signal=$1 session=$2 mark="SPINDRIFT_ATTEMPT=$3" all=${4:-}
marked=" $(grep -lzxF -- "$mark" /proc/[0-9]*/environ 2>/dev/null | tr '\n' ' ')"
count=0
for folder in /proc/[0-9]*; do
  pid=${folder#/proc/}
  [ "$pid" != $$ ] || continue
  read -r line 2>/dev/null <"$folder/stat" || continue
  line=${line##*) }
  # shellcheck disable=SC2086
  set -- $line
  [ "$1" != Z ] || continue
  if [ "$session" = 0 ] || [ "$4" != "$session" ]; then
    case $marked in *" $folder/environ "*) ;; *) continue ;; esac
  fi
  if [ "$all" != all ]; then
    command=$(tr '\0' ' ' 2>/dev/null <"$folder/cmdline")
    case $command in
      *bash*/container.sh\ * | *bash*/signal.sh\ * | stdbuf\ -o0\ head\ * | head\ -c\ * | sleep\ 0.2\ | '') continue ;;
    esac
  fi
  count=$((count + 1))
  [ "$signal" = 0 ] || kill -"$signal" "$pid" 2>/dev/null
done
echo $count

#!/usr/bin/env bash
# Start to first page (median of 9), idle memory, and the start of the command line, of an installation.
#   measure.sh PREFIX        the service is stopped and started; its applications run on
set -euo pipefail
prefix=${1:?measure.sh PREFIX}
dist=$(readlink -f "$prefix/lib/current")
# shellcheck source=../libexec/say.sh
. "$dist/libexec/say.sh"
# shellcheck source=../libexec/prefix.sh
. "$dist/libexec/prefix.sh"
port=$(port)

now() { date +%s%3N; }
median() { sort -n | sed -n 5p; }

# first_page: until the console's page is answered, asked every 5 ms.
first_page() {
  local status
  until [[ ${status:-} == *" 200"* ]]; do
    status=''
    if { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; then
      printf 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n' >&3
      IFS= read -r -t 5 status <&3 || true
      exec 3>&-
    else
      sleep 0.005
    fi
  done
}

say "load of the machine before: $(cut -d' ' -f1-3 /proc/loadavg)"
starts=()
for _ in $(seq 9); do
  "$dist/libexec/service.sh" stop >/dev/null
  began=$(now)
  "$dist/libexec/service.sh" start >/dev/null &
  first_page
  starts+=($(($(now) - began)))
  wait
done
say "start to first page: median $(printf '%s\n' "${starts[@]}" | median) ms of ${starts[*]}"
sleep 20
pid=$(cut -d' ' -f1 "$run_folder/spindrift.pid" 2>/dev/null || systemctl show -p MainPID --value spindrift.service)
say "idle memory (RSS) 20 s after a start: $(($(ps -o rss= -p "$pid") / 1024)) MiB"

for words in --version "ping /ready" apps; do
  times=()
  for _ in $(seq 9); do
    began=$(now)
    # shellcheck disable=SC2086
    "$prefix/bin/spindrift" $words >/dev/null 2>&1 || true
    times+=($(($(now) - began)))
  done
  say "spindrift $words: median $(printf '%s\n' "${times[@]}" | median) ms of ${times[*]}"
done

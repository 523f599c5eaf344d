#!/usr/bin/env bash
# uninstall.sh PREFIX yes|no: stops the service and every application it left running, removes the
# programs; with `yes` also data, settings, Spark runtimes and users.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
prefix=$1 purge=$2
# shellcheck source=say.sh
. "$here/say.sh"
# shellcheck source=prefix.sh
. "$here/prefix.sh"

case $prefix in / | /usr | /opt | /home | /root | "${HOME:-/root}" | '') fail "$prefix is not an installation" ;; esac
if [ ! -e "$prefix/lib/current" ] && [ ! -e "$settings_file" ] && [ ! -e "$prefix/.install.lock" ]; then
  fail "there is no Spindrift in $prefix" "Name its folder: --prefix DIR"
fi
[ -w "$prefix" ] || fail "$prefix belongs to another" "Run it with sudo."

# ours: the processes that run from the prefix: their program, working folder or an argument lies there,
# or they come from an application of this platform, whatever they made of themselves since.
ours() {
  {
    find /proc/[0-9]*/exe -lname "$prefix/*"
    find /proc/[0-9]*/cwd -lname "$prefix/data*"
    # The pattern by a pipe, or grep would find itself.
    printf '%s' "$prefix/data/" | grep -lF -f - /proc/[0-9]*/cmdline
    printf '%s' "SPINDRIFT_RECORDS=$prefix/data/" | grep -laF -f - /proc/[0-9]*/environ
  } 2>/dev/null | cut -d/ -f3 | sort -u | grep -vx -e $$ -e "$BASHPID" || true
}

steps 3
step "Stopping the service"
if [ -x "$prefix/lib/current/libexec/service.sh" ]; then
  "$prefix/lib/current/libexec/service.sh" stop | grep -v 'go on' || true
fi
if grep -qsF "=$prefix/" /etc/systemd/system/spindrift.service; then
  systemctl disable --quiet --now spindrift.service 2>/dev/null || true
  rm -f /etc/systemd/system/spindrift.service
  systemctl daemon-reload 2>/dev/null || true
fi

step "Ending the applications that it left running"
for signal in TERM TERM KILL KILL; do
  pids=$(ours | tr '\n' ' ')
  [ -n "$pids" ] || break
  # shellcheck disable=SC2086
  kill -$signal $pids 2>/dev/null || true
  for _ in $(seq 50); do
    [ -n "$(ours)" ] || break
    sleep 0.1
  done
done
pids=$(ours | tr '\n' ' ')
[ -z "$pids" ] || fail "these processes do not end: $pids" "See what they are: ps -fp ${pids// /,}"

step "Removing files"
for link in /usr/local/bin/spindrift "${HOME:-/root}/.local/bin/spindrift"; do
  [ "$(readlink "$link" 2>/dev/null)" != "$prefix/bin/spindrift" ] || rm -f "$link"
done
rm -rf "${prefix:?}/bin" "$prefix/lib" "$prefix/run" "$prefix/.runtime.log" "$prefix/.install.lock"
if [ "$purge" = yes ]; then
  rm -rf "${prefix:?}/data" "$prefix/conf" "$prefix/plugins" "$prefix/runtimes"
  rmdir "$prefix" 2>/dev/null || note "$prefix holds files that are not ours; they stay"
  # The users stay: another installation may use them, and files elsewhere may be theirs.
  say "Spindrift and its data are gone from $prefix."
else
  say "Spindrift is removed; data, settings and Spark runtimes are still in $prefix."
  say "Installing again brings it back as it was; --uninstall --purge removes them, too."
fi

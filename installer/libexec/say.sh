# Messages, numbered steps and missing packages, for the other scripts. To be sourced.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }
note() { printf '      %s\n' "$*"; }

# fail WHAT HAPPENED [WHAT TO DO ...]: ends the script.
fail() {
  printf '\nfailed: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

steps_total=0
steps_done=0
steps_started=$SECONDS

# steps N: how many calls of `step` follow.
steps() { steps_total=$1 steps_done=0 steps_started=$SECONDS; }

# step WHAT: says what begins, how far we are and how long it took so far.
step() {
  steps_done=$((steps_done + 1))
  printf '[%d/%d] %s  (%d s so far)\n' "$steps_done" "$steps_total" "$*" $((SECONDS - steps_started))
}

# have COMMAND
have() { command -v "$1" >/dev/null 2>&1; }

# install_packages PACKAGE...: as root it does, otherwise it prints the one command and ends.
install_packages() {
  [ $# -gt 0 ] || return 0
  if ! have apt-get; then
    fail "missing: $*" "Install these with your system's package manager, then run this again."
  fi
  if ! is_root; then
    fail "missing: $*" "Run this one command, then start again:" \
      "sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
  fi
  note "installing $*"
  local log
  log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
    --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install $*" "See above; once solved, run this again."
  fi
  rm -f "$log"
}

# need_pip: python3 with pip.
need_pip() {
  if ! python3 -m pip --version >/dev/null 2>&1; then
    install_packages python3 python3-pip
  fi
}

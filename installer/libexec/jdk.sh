#!/usr/bin/env bash
# Finds Java by its version, wherever it lies and whatever `java` is.
#   jdk.sh 25 [jdk|jre]   prints the home of a JDK (or of any Java) 25; says what to do where there is none.
# Sourced, it gives find_java VERSION jdk|jre and need_jdk VERSION.
# shellcheck source=say.sh
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

# java_version HOME: its major version, from the file `release` that every Java carries.
java_version() {
  local line
  [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=\"1.8*) echo 8 && return ;;
      JAVA_VERSION=*)
        line=${line#JAVA_VERSION=\"}
        line=${line%\"}
        echo "${line%%[.+-]*}"
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

# java_homes: every place where a Java may be, the likeliest first.
java_homes() {
  local home
  for home in "${JAVA_HOME:-}" "${JDK_HOME:-}"; do
    [ -n "$home" ] && echo "$home"
  done
  for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java* /opt/java/* /opt/jdk* \
    /usr/local/*jdk* /usr/local/java* "${HOME:-/root}"/.sdkman/candidates/java/* \
    "${HOME:-/root}"/.jdks/* "${HOME:-/root}"/.asdf/installs/java/* \
    "${HOME:-/root}"/.local/share/mise/installs/java/*; do
    [ -x "$home/bin/java" ] && echo "$home"
  done
  home=$(command -v javac || command -v java) || return 0
  dirname "$(dirname "$(readlink -f "$home")")"
}

# find_java VERSION jdk|jre: prints the first fitting home.
find_java() {
  local home
  while IFS= read -r home; do
    [ -x "$home/bin/java" ] || continue
    [ "$2" = jre ] || [ -x "$home/bin/javac" ] || continue
    [ "$(java_version "$home")" = "$1" ] || continue
    echo "$home"
    return
  done < <(java_homes)
  return 1
}

# need_jdk VERSION: prints a JDK's home; where none is found root's apt-get tries, then it fails.
need_jdk() {
  find_java "$1" jdk && return
  if is_root && have apt-get; then
    apt-get update >/dev/null 2>&1
    if apt-cache show "openjdk-$1-jdk-headless" >/dev/null 2>&1; then
      install_packages "openjdk-$1-jdk-headless" >&2
      find_java "$1" jdk && return
    fi
  fi
  fail "no JDK $1 found (looked at JAVA_HOME, /usr/lib/jvm, /opt, SDKMAN, PATH)" \
    "Install one of these, then run this again:" \
    "  Debian 13, Ubuntu 24.04 and later:  sudo apt-get install openjdk-$1-jdk-headless" \
    "  Adoptium's repository:              sudo apt-get install temurin-$1-jdk" \
    "  Fedora:                             sudo dnf install java-$1-openjdk-devel" \
    "  SDKMAN:                             sdk install java $1-tem" \
    "or unpack a JDK $1 anywhere and set JAVA_HOME to it."
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -eu
  case ${2:-jdk} in
    jre) find_java "${1:-25}" jre ;;
    *) need_jdk "${1:-25}" ;;
  esac
fi

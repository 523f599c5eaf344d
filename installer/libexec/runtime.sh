#!/usr/bin/env bash
# Keeps the Spark runtimes: whole Spark distributions, side by side, one folder a version.
#
#   runtime.sh add 4.3.0 | FILE.tgz | FOLDER  [--sha512 HEX] [--offline DIR]
#   runtime.sh list
#   runtime.sh remove VERSION
#
# The folder of runtimes is $SPINDRIFT_RUNTIMES (or --runtimes DIR). A runtime is there when it holds
# the file `.complete`, written last; it is unpacked beside its place and renamed into it, so that
# nothing half-unpacked is ever seen under a version's name.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=jdk.sh
. "$here/jdk.sh"

runtimes=${SPINDRIFT_RUNTIMES:-}
offline='' sha512='' words=()
while [ $# -gt 0 ]; do
  case $1 in
    --runtimes) runtimes=${2:?--runtimes needs a folder} && shift ;;
    --offline) offline=${2:?--offline needs a folder} && shift ;;
    --sha512) sha512=${2:?--sha512 needs the checksum} && shift ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0" && exit ;;
    --*) fail "unknown option: $1" "Known: --sha512 HEX, --offline DIR, --runtimes DIR." ;;
    *) words+=("$1") ;;
  esac
  shift
done
[ -n "$runtimes" ] || fail "no folder of runtimes" "Set SPINDRIFT_RUNTIMES or give --runtimes DIR."

temporary=''
clean() { [ -z "$temporary" ] || rm -rf "$temporary"; }
trap clean EXIT
trap 'exit 130' INT TERM HUP

# begin: makes the folder, takes its lock, sweeps away what an interrupted run left.
begin() {
  mkdir -p "$runtimes" || fail "cannot write to $runtimes" "Run as its owner, or with sudo."
  runtimes=$(cd "$runtimes" && pwd)
  exec 9>"$runtimes/.lock"
  if ! flock -n 9; then
    note "another run is adding a runtime here: waiting for it (at most 10 minutes)"
    flock -w 600 9 || fail "$runtimes is still locked" "End the other run, then try again."
  fi
  rm -rf "$runtimes"/.unpack-*
  temporary=$(mktemp -d "$runtimes/.unpack-XXXXXX")
  chmod 755 "$temporary"
}

# sdist VERSION: the file of PyPI's pyspark package, fetched or found; sets `archive`.
sdist() {
  local found
  if [ -n "$offline" ]; then
    for found in "$offline/pyspark-$1.tar.gz" "$offline/spark-$1"-bin-*.tgz; do
      [ -f "$found" ] && archive=$found && return
    done
    fail "no Spark $1 in $offline" \
      "Put pyspark-$1.tar.gz there (pip download --no-deps pyspark==$1), or spark-$1-bin-hadoop3.tgz."
  fi
  need_pip
  note "downloading Spark $1 from PyPI (about 320-460 MB)"
  mkdir -p "$temporary/download"
  local progress=off
  [ -t 1 ] && progress=on
  if ! python3 -m pip download --no-deps --no-cache-dir --disable-pip-version-check --quiet \
    --progress-bar "$progress" -d "$temporary/download" "pyspark==$1" >"$temporary/pip.log" 2>&1; then
    tail -n 8 "$temporary/pip.log" >&2
    fail "pip could not download pyspark==$1" \
      "Is that a version of Spark, and is PyPI reachable? Without a network: --offline DIR."
  fi
  archive=$(find "$temporary/download" -name 'pyspark-*.tar.gz' | head -n 1)
  [ -n "$archive" ] || fail "pip brought no archive of pyspark $1" "Try again."
}

# check_sum FILE: an archive of the Apache project is used only with its SHA-512.
check_sum() {
  local expected=$sha512 actual
  if [ -z "$expected" ] && [ -f "$1.sha512" ]; then
    # Apache writes `hex  name`, `name: HEX HEX ...` over several lines, or the hex alone.
    expected=$(sed 's/^[^:]*://' "$1.sha512" | tr -d ' \n\r\t' | grep -oE '[0-9A-Fa-f]{128}' | head -n 1)
  fi
  [ -n "$expected" ] || fail "$1 has no checksum" \
    "Put $(basename "$1").sha512 beside it, or give --sha512 HEX (from the project's download page)."
  note "checking its SHA-512"
  actual=$(sha512sum "$1" | cut -d' ' -f1)
  [ "$actual" = "$(printf %s "$expected" | tr A-F a-f)" ] ||
    fail "the SHA-512 of $1 is not the expected one" "Download the file again."
}

# unpack FILE: into `tree`.
unpack() {
  note "unpacking $(basename "$1")"
  mkdir "$temporary/tree"
  tar -xzf "$1" -C "$temporary/tree" --no-same-owner --strip-components=1 ||
    fail "$1 cannot be unpacked" "Is the disk full ($(df -h --output=avail "$runtimes" | tail -n 1 | tr -d ' ') free), or the file cut?"
  tree=$temporary/tree
}

# arrange: turns the tree of a pyspark package into the layout of a Spark distribution.
arrange() {
  if [ -d "$tree/deps/jars" ]; then # a source package of PyPI
    mkdir -p "$temporary/home/python/lib"
    mv "$tree"/deps/* "$temporary/home/"
    mv "$tree/pyspark" "$temporary/home/python/"
    mv "$tree"/lib/*.zip "$temporary/home/python/lib/"
    cp "$tree/LICENSE" "$tree/NOTICE" "$temporary/home/" 2>/dev/null || true
  elif [ -d "$tree/python/lib" ] || [ ! -f "$tree/__init__.py" ]; then # a Spark distribution
    mv "$tree" "$temporary/home"
  else # an installed pyspark: jars and scripts lie inside the Python package
    mkdir -p "$temporary/home/python/lib" "$temporary/home/python/pyspark"
    local part
    for part in jars bin sbin data examples licenses; do
      [ -d "$tree/$part" ] && mv "$tree/$part" "$temporary/home/"
    done
    mv "$tree"/python/lib/*.zip "$temporary/home/python/lib/" 2>/dev/null || true
    mv "$tree"/* "$temporary/home/python/pyspark/"
  fi
}

# settle SOURCE: checks the arranged home and renames it into its place.
settle() {
  local home=$temporary/home core name version scala
  core=$(find "$home/jars" -maxdepth 1 -name 'spark-core_*.jar' 2>/dev/null | head -n 1)
  [ -n "$core" ] || fail "$1 holds no Spark (no jars/spark-core_*.jar)" \
    "Give a version such as 4.3.0, an archive spark-*-bin-*.tgz, or a Spark home."
  name=$(basename "$core" .jar)
  name=${name#spark-core_}
  scala=${name%%-*} version=${name#*-}
  for name in bin/spark-submit bin/spark-class python/pyspark; do
    [ -e "$home/$name" ] || fail "$1 is not whole: $name is missing" "Fetch it again."
  done
  compgen -G "$home/python/lib/py4j-*-src.zip" >/dev/null ||
    fail "$1 is not whole: python/lib/py4j-*-src.zip is missing" "Fetch it again."
  chmod -R u+rwX,go+rX,go-w "$home"
  chmod 755 "$home" "$home"/bin/* "$home"/sbin/* 2>/dev/null || true
  printf '{"version":"%s","scala":"%s","source":"%s"}\n' "$version" "$scala" \
    "$(printf %s "$1" | tr -d '"\\\n')" >"$home/.complete"
  if [ -e "$runtimes/$version" ]; then
    mv "$runtimes/$version" "$temporary/replaced"
  fi
  mv -T "$home" "$runtimes/$version"
  say "Spark $version is ready (Scala $scala, $(du -sh "$runtimes/$version" | cut -f1))"
  tell_java "$version"
}

# tell_java VERSION: Spark before 4 does not run on the Java that the platform brings.
tell_java() {
  case $1 in
    [0-3].* | 4.[01].*)
      local java
      if java=$(find_java 17 jre); then
        note "it runs on the Java 17 of this machine: $java"
      else
        note "it needs Java 17, and none was found. This brings it:"
        note "  sudo apt-get install openjdk-17-jre-headless"
      fi
      ;;
  esac
}

add() {
  local what=$1
  if [[ $what =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
    if [ -f "$runtimes/$what/.complete" ]; then
      say "Spark $what is ready"
      tell_java "$what"
      return
    fi
    begin
    if [ -f "$runtimes/$what/.complete" ]; then # the run that we waited for brought it
      say "Spark $what is ready"
      return
    fi
    if [ -z "$offline" ] && [ -f "${SPINDRIFT_RUNTIMES_CACHE:-/nonexistent}/$what/.complete" ]; then
      copy "$SPINDRIFT_RUNTIMES_CACHE/$what"
    elif [ -n "$offline" ] && [ -f "$offline/$what/.complete" ]; then
      copy "$offline/$what"
    else
      sdist "$what"
      case $archive in *.tgz) check_sum "$archive" ;; esac
      unpack "$archive"
    fi
    arrange
    settle "pyspark $what"
  elif [ -d "$what" ]; then
    begin
    copy "$what"
    arrange
    settle "$(readlink -f "$what")"
  elif [ -f "$what" ]; then
    begin
    check_sum "$what"
    unpack "$what"
    arrange
    settle "$(basename "$what")"
  else
    fail "$what is neither a version (4.3.0), nor a file, nor a folder" "Try: runtime add 4.3.0"
  fi
}

copy() {
  note "copying $1"
  cp -a --no-preserve=ownership --reflink=auto "$(readlink -f "$1")" "$temporary/tree" ||
    fail "$1 cannot be copied" "Is the disk full?"
  rm -f "$temporary/tree/.complete"
  tree=$temporary/tree
}

list() {
  local marker version none=yes
  for marker in "$runtimes"/*/.complete; do
    [ -f "$marker" ] || continue
    none=no
    version=$(basename "$(dirname "$marker")")
    printf '%-10s Scala %-6s %s\n' "$version" \
      "$(sed 's/.*"scala":"\([^"]*\)".*/\1/' "$marker")" "$(dirname "$marker")"
  done
  [ $none = no ] || say "no runtimes in $runtimes; 'spindrift runtime add 4.3.0' brings one"
}

remove() {
  [[ $1 =~ ^[0-9]+\.[0-9]+\.[0-9]+([-.][A-Za-z0-9.-]+)?$ ]] || fail "not a version: $1" "Try: runtime list"
  [ -d "$runtimes/$1" ] || fail "there is no Spark $1 here" "Try: runtime list"
  if in_use "$runtimes/$1"; then
    fail "Spark $1 is in use by a running application" "Wait for it, or kill it, then try again."
  fi
  begin
  mv -T "$runtimes/$1" "$temporary/removed"
  say "Spark $1 is removed"
}

# in_use FOLDER: whether a process has one of its jars open.
in_use() {
  local maps
  for maps in /proc/[0-9]*/maps; do
    grep -qF -- "$1/jars/" "$maps" 2>/dev/null && return 0
  done
  find /proc/[0-9]*/fd -lname "$1/*" 2>/dev/null | grep -q . && return 0
  return 1
}

case ${words[0]:-} in
  add) [ ${#words[@]} -eq 2 ] || fail "what shall be added?" "runtime add 4.3.0 | FILE.tgz | FOLDER" && add "${words[1]}" ;;
  list) list ;;
  remove) [ ${#words[@]} -eq 2 ] || fail "which version?" "runtime remove 3.5.9" && remove "${words[1]}" ;;
  *) fail "runtime needs add, list or remove" "runtime add 4.3.0 | FILE.tgz | FOLDER" \
    "runtime list" "runtime remove VERSION" ;;
esac

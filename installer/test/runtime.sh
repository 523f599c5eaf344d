#!/usr/bin/env bash
# Spark runtimes and the Java finder, on tiny fakes; no network.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runtime() { "$here/../libexec/runtime.sh" --runtimes "$work/runtimes" "$@" >"$work/out" 2>&1; }

check() { # check WHAT COMMAND...
  local what=$1
  shift
  if ! "$@"; then
    echo "  not so: $what" >&2
    cat "$work/out" >&2
    exit 1
  fi
}
says() { grep -qF -- "$1" "$work/out"; }
refused() { ! runtime "$@"; }

# A distribution of Apache's shape, and a source package of PyPI's.
apache=$work/spark-4.3.0-bin-hadoop3
mkdir -p "$apache"/{jars,bin,sbin,python/pyspark,python/lib}
touch "$apache/jars/spark-core_2.13-4.3.0.jar" "$apache/bin/spark-submit" "$apache/bin/spark-class" \
  "$apache/python/lib/py4j-0.10.9.9-src.zip" "$apache/python/lib/pyspark.zip"
tar -czf "$work/spark.tgz" -C "$work" spark-4.3.0-bin-hadoop3
pypi=$work/pyspark-3.5.9
mkdir -p "$pypi"/{deps/jars,deps/bin,deps/sbin,pyspark,lib}
touch "$pypi/deps/jars/spark-core_2.12-3.5.9.jar" "$pypi/deps/bin/spark-submit" \
  "$pypi/deps/bin/spark-class" "$pypi/lib/py4j-0.10.9.7-src.zip" "$pypi/pyspark/__init__.py"
mkdir "$work/offline"
tar -czf "$work/offline/pyspark-3.5.9.tar.gz" -C "$work" pyspark-3.5.9

check "an archive without a checksum is refused" refused add "$work/spark.tgz"
check "the message says what to do" says "--sha512"
check "a wrong checksum is refused" refused add "$work/spark.tgz" --sha512 "$(printf 'a%.0s' {1..128})"
check "a refused archive leaves nothing" test ! -e "$work/runtimes/4.3.0"

sha512sum "$work/spark.tgz" | cut -d' ' -f1 >"$work/spark.tgz.sha512"
check "an archive with its checksum beside it is taken" runtime add "$work/spark.tgz"
check "its marker names version and Scala" \
  grep -q '"version":"4.3.0","scala":"2.13"' "$work/runtimes/4.3.0/.complete"
# As gpg --print-md writes it: name, groups, several lines.
printf 'spark.tgz: %s\n' "$(sed 's/.\{8\}/& /g; s/\(.\{72\}\)/\1\n   /g' "$work/spark.tgz.sha512" | tr a-f A-F)" \
  >"$work/grouped" && mv "$work/grouped" "$work/spark.tgz.sha512"
check "a checksum in groups is understood" runtime add "$work/spark.tgz"

check "a source package found offline is taken" runtime add 3.5.9 --offline "$work/offline"
for part in jars bin sbin python/pyspark/__init__.py python/lib/py4j-0.10.9.7-src.zip .complete; do
  check "$part is laid out" test -e "$work/runtimes/3.5.9/$part"
done
check "3.5.9 speaks of Java 17" says "Java 17"
check "a missing version says what to put there" refused add 4.2.1 --offline "$work/offline"
check "it names the file" says "pyspark-4.2.1.tar.gz"

head -c 300 "$work/offline/pyspark-3.5.9.tar.gz" >"$work/offline/pyspark-4.0.0.tar.gz"
check "a cut archive is refused" refused add 4.0.0 --offline "$work/offline"
check "and leaves nothing" test -z "$(find "$work/runtimes" -maxdepth 1 -name '*4.0.0*' -o -maxdepth 1 -name '.unpack*')"

rm "$apache/bin/spark-class"
check "a folder that is not whole is refused" refused add "$apache"
check "the message names the missing part" says "bin/spark-class"
check "the runtime there before is unharmed" test -f "$work/runtimes/4.3.0/.complete"

mkdir "$work/runtimes/4.1.0" # half-made by hand: no marker
check "list works" runtime list
check "list shows what is whole" says "3.5.9"
check "list hides what is not" bash -c "! grep -q 4.1.0 '$work/out'"
check "a name that is no version is refused" refused remove ../runtimes
check "remove works" runtime remove 3.5.9
check "it is gone" test ! -e "$work/runtimes/3.5.9"

# The Java finder: by the file `release`, though JAVA_HOME is another Java.
mkdir -p "$work/jdk25/bin" "$work/jdk17/bin" "$work/home/.sdkman/candidates/java"
for version in 17 25; do
  touch "$work/jdk$version/bin/java" "$work/jdk$version/bin/javac"
  chmod +x "$work/jdk$version"/bin/*
  echo "JAVA_VERSION=\"$version.0.1\"" >"$work/jdk$version/release"
done
mv "$work/jdk25" "$work/home/.sdkman/candidates/java/25.0.1-tem"
find_in() { HOME=$work/home JAVA_HOME=$1 "$here/../libexec/jdk.sh" "$2" jre >"$work/out" 2>&1; }
check "Java 25 is found though JAVA_HOME is 17" find_in "$work/jdk17" 25
check "Java 17 is found at JAVA_HOME" find_in "$work/jdk17" 17
check "that one is it" says "$work/jdk17"
check "a Java that nobody has is not found" bash -c "! '$here/../libexec/jdk.sh' 3 jre"
echo "  runtimes and the Java finder: as they should be"

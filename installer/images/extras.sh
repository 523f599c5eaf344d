#!/usr/bin/env bash
# What the full variant of an image has beside Spark: connectors of connectors.txt, packages of requirements.txt.
#   extras.sh SPARK ARCH CONTEXT    lays out CONTEXT/connectors and CONTEXT/python
# Both are kept, by what was asked for; a second build fetches nothing.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=../libexec/jdk.sh
. "$here/../libexec/jdk.sh"
spark=$1 arch=$2 context=$3
python=3.11
cache=${XDG_CACHE_HOME:-$HOME/.cache}
! is_root || cache=/var/cache
store=${SPINDRIFT_EXTRAS:-$cache/spindrift/extras}
mkdir -p "$store"
work=$(mktemp -d "$store/.new-XXXXXX")
trap 'rm -rf "$work"' EXIT

# keep FOLDER NAME: what is whole gets its name, unless another was faster.
keep() { mv -T "$1" "$store/$2" 2>/dev/null || [ -d "$store/$2" ] || fail "cannot write $store/$2" "Is the disk full?"; }

# coordinates: of this Spark's line, and of all.
coordinates() { awk -v line="${spark%.*}" '!/^#/ && NF { if ($1 == line || $1 == "*") print $2 }' "$here/connectors.txt"; }

# pom: what Maven fetches. Spark's own jars, Scala, Hadoop's and logging are there.
pom() {
  local one group artifact version classifier
  printf '<project><modelVersion>4.0.0</modelVersion><groupId>images</groupId><artifactId>connectors</artifactId>\n'
  printf '<version>1</version><packaging>pom</packaging><dependencies>\n'
  while IFS=: read -r group artifact version classifier; do
    printf '<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>' "$group" "$artifact" "$version"
    [ -z "$classifier" ] || printf '<classifier>%s</classifier>' "$classifier"
    # A bundle holds what it needs.
    if [ -n "$classifier" ] || [[ $artifact =~ (runtime|bundle) ]]; then
      printf '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>'
    else
      printf '<exclusions>'
      for one in org.apache.spark org.scala-lang org.slf4j org.apache.logging.log4j log4j ch.qos.logback ch.qos.reload4j; do
        printf '<exclusion><groupId>%s</groupId><artifactId>*</artifactId></exclusion>' "$one"
      done
      printf '</exclusions>'
    fi
    printf '</dependency>\n'
  done < <(coordinates)
  printf '</dependencies></project>\n'
}

# plain: the names of jars without their versions.
plain() { sed -E 's/-[0-9][^/]*\.jar$//'; }

connectors() {
  local key jar
  pom >"$work/pom.xml"
  key=connectors-$spark-$(sha256sum "$work/pom.xml" | cut -c1-12)
  if [ ! -d "$store/$key" ]; then
    have mvn || install_packages maven
    JAVA_HOME=$(need_jdk 25) mvn -B -ntp -q -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/jars" >"$work/log" 2>&1 || {
      grep ERROR "$work/log" | head -n 5 >&2
      fail "Maven does not bring the connectors of Spark $spark" "Their list is $here/connectors.txt."
    }
    # Where Spark has a library already, its version is the one that works with Spark.
    find "$SPINDRIFT_RUNTIMES/$spark/jars" -name '*.jar' -printf '%f\n' | plain | sort -u >"$work/there"
    for jar in "$work"/jars/*.jar; do
      ! basename "$jar" | plain | grep -qxFf - "$work/there" || rm "$jar"
    done
    keep "$work/jars" "$key"
  fi
  cp -al "$store/$key" "$context/connectors" 2>/dev/null || cp -a "$store/$key" "$context/connectors"
}

packages() {
  local key platform=x86_64
  [ "$arch" = amd64 ] || platform=aarch64
  key=python-$arch-$( (echo $python && cat "$here/requirements.txt") | sha256sum | cut -c1-12)
  if [ ! -d "$store/$key" ]; then
    need_pip
    python3 -m pip install --quiet --disable-pip-version-check --no-compile --target "$work/python" \
      --platform "manylinux_2_28_$platform" --platform "manylinux_2_17_$platform" --platform "manylinux2014_$platform" \
      --python-version $python --implementation cp --only-binary=:all: -r "$here/requirements.txt" >"$work/log" 2>&1 || {
      tail -n 5 "$work/log" >&2
      fail "pip does not bring the packages" "Their list is $here/requirements.txt."
    }
    keep "$work/python" "$key"
  fi
  cp -al "$store/$key" "$context/python" 2>/dev/null || cp -a "$store/$key" "$context/python"
}

connectors
packages

#!/usr/bin/env bash
# Builds an image of Spark for Kubernetes and for a laptop, from a runtime of the installer, without Docker and without root.
usage() {
  cat <<'USAGE'
build.sh --spark VERSION [--variant slim|full] [--push REGISTRY/PATH] ...

  --spark VERSION      4.3.0, 3.5.9, ...; fetched where it is missing
  --variant slim|full  full adds object stores, table formats, queues, databases and packages of Python (slim)
  --push REPOSITORY    push it there as REPOSITORY:VERSION, or REPOSITORY:VERSION-full
  --base IMAGE         what it stands on: Java, Python, tini and the user 185 (localhost:5000/java:17; base/Dockerfile makes one)
  --java VERSION       of the base; part of the tag unless it is 17
  --arch amd64|arm64   for which processor (this machine's)
  --context-only       lay out the files, and print the command for Docker
USAGE
}
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
installer=$(dirname "$here")
# shellcheck source=../libexec/say.sh
. "$installer/libexec/say.sh"

spark='' variant=slim push='' base='' java=17 context_only=no
case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac
while [ $# -gt 0 ]; do
  case $1 in
    --spark) spark=${2:?--spark needs a version} && shift ;;
    --variant) variant=${2:?--variant needs slim or full} && shift ;;
    --push) push=${2:?--push needs a repository} && shift ;;
    --base) base=${2:?--base needs an image} && shift ;;
    --java) java=${2:?--java needs a version} && shift ;;
    --arch) arch=${2:?--arch needs amd64 or arm64} && shift ;;
    --context-only) context_only=yes ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "unknown option: $1" ;;
  esac
  shift
done
[[ $spark =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "which Spark?" "--spark 4.3.0"
[[ $variant =~ ^(slim|full)$ ]] || fail "no variant $variant" "--variant slim, or full"
[[ $arch =~ ^(amd64|arm64)$ ]] || fail "no images for $arch" "--arch amd64, or arm64"

# shellcheck source=layout.sh
. "$here/layout.sh"
export SPINDRIFT_RUNTIMES="${SPINDRIFT_RUNTIMES:-$cache/spindrift/runtimes}"
runtime=$SPINDRIFT_RUNTIMES/$spark
base=${base:-localhost:5000/java:$java}
# In a clone beside what the build makes, which `docker build` is told of; an installation is not written to.
context=$installer/target/images/$spark-$arch
[ -f "$installer/../pom.xml" ] || context=$cache/spindrift/image-files/$spark-$arch
tag=$spark
[ "$variant" = slim ] || tag+=-$variant
[ "$java" = 17 ] || tag+=-java$java
case $(uname -m)-$arch in x86_64-amd64 | aarch64-arm64 | arm64-arm64) ;; *) tag+=-$arch ;; esac

# link WHAT... INTO: as hard links where that is possible, for they are many and big.
link() { cp -al "$@" 2>/dev/null || cp -a --no-preserve=ownership --reflink=auto "$@"; }

# one FILE...: the first that is there.
one() {
  local file
  for file in "$@"; do [ -f "$file" ] && echo "$file" && return; done
  fail "missing: $1" "In a clone, build it first: mvn package -DskipTests -pl history-server/agent,installer/examples -am"
}

# libraries: Spark's own, without the native code of other systems.
lay_out_libraries() {
  local other=x86_64
  [ "$arch" = arm64 ] || other=aarch_64
  mkdir -p "$context/libraries"
  find "$runtime/jars" -mindepth 1 -maxdepth 1 ! -name 'spark-*.jar' ! -name '*-osx-*.jar' ! -name '*-windows-*.jar' \
    ! -name "*-linux-$other.jar" ! -name '*-linux-riscv64.jar' -print0 |
    xargs -0 bash -c 'cp -al "$@" 2>/dev/null || cp -a --no-preserve=ownership "$@"' link --target-directory="$context/libraries"
}

lay_out_spark() {
  local part
  mkdir -p "$context/spark/jars" "$context"/home/{work-dir,.ivy2,.ivy2.5.2}
  for part in bin sbin python examples data licenses LICENSE NOTICE; do
    [ ! -e "$runtime/$part" ] || link "$runtime/$part" "$context/spark/"
  done
  link "$runtime"/jars/spark-*.jar "$context/spark/jars/"
  find "$context/spark" \( -name __pycache__ -o -name '*.cmd' \) -prune -exec rm -rf {} +
  # One name in every version, for PYTHONPATH.
  (cd "$context/spark/python/lib" && ln -s py4j-*-src.zip py4j-src.zip)
}

# ours: what changes with every build of the platform.
lay_out_ours() {
  local to=$context/ours/opt
  mkdir -p "$to/spark/jars" "$to/spindrift/examples"
  cp -p "$here/entrypoint.sh" "$here/decom.sh" "$to/"
  cp -p "$(one "$installer"/agent/spindrift-agent.jar "$installer"/../history-server/agent/target/spindrift-agent-*[!s].jar)" \
    "$to/spark/jars/spindrift-agent.jar"
  cp -p "$(one "$installer"/examples/spindrift-examples-*.jar "$installer"/examples/target/spindrift-examples-*[!s].jar)" \
    "$to/spindrift/examples/spindrift-examples.jar"
  find "$installer/examples" -path '*/target' -prune -o \( -name '*.py' -o -name '*.sql' \) \
    -exec cp -p {} "$to/spindrift/examples/" \;
}

lay_out() {
  "$installer/libexec/runtime.sh" add "$spark" >/dev/null || fail "no runtime of Spark $spark" "See above."
  rm -rf "$context"
  mkdir -p "$context"
  lay_out_libraries
  lay_out_spark
  lay_out_ours
  [ "$variant" = slim ] || "$here/extras.sh" "$spark" "$arch" "$context"
}

lay_out
if [ $context_only = yes ]; then
  say "docker build -f $here/Dockerfile --target $variant --build-arg BASE=$base --build-arg SPARK=$spark -t spark:$tag $context"
  exit
fi
built=$(build_image "$here/Dockerfile" "$context" "$variant" "$base" "$tag" "SPARK=$spark")
say "Spark $spark, $variant: $((${built#* } / 1000000)) MB, ${built% *}, in $SECONDS s"
[ -z "$push" ] || push_image "$tag" "$push:$tag"

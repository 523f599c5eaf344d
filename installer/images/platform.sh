#!/usr/bin/env bash
# Builds the image of the platform from its distribution, without Docker and without root.
usage() {
  cat <<'USAGE'
platform.sh [--push REGISTRY/PATH] ...

  --push REPOSITORY    push it there as REPOSITORY:VERSION
  --tag TAG            other than its version
  --base IMAGE         what it stands on: a Debian or what is like it (localhost:5000/debian:12)
  --dist FOLDER        the distribution (target/spindrift; dist/build.sh makes it)
  --context-only       lay out the files, and print the command for Docker
USAGE
}
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
installer=$(dirname "$here")
# shellcheck source=../libexec/say.sh
. "$installer/libexec/say.sh"
# shellcheck source=layout.sh
. "$here/layout.sh"

push='' tag='' base=localhost:5000/debian:12 dist=$installer/target/spindrift context_only=no
while [ $# -gt 0 ]; do
  case $1 in
    --push) push=${2:?--push needs a repository} && shift ;;
    --tag) tag=${2:?--tag needs a tag} && shift ;;
    --base) base=${2:?--base needs an image} && shift ;;
    --dist) dist=$(readlink -f "${2:?--dist needs a folder}") && shift ;;
    --context-only) context_only=yes ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "unknown option: $1" ;;
  esac
  shift
done
[ -f "$dist/VERSION" ] || fail "no distribution in $dist" "Make it: $installer/dist/build.sh --no-archive"
version=$(cat "$dist/VERSION")
# The distribution has this machine's Java, so it is for this machine's processor.
case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac
context=$installer/target/images/platform
tag=${tag:-$version}

# link WHAT... INTO: as hard links where that is possible.
link() { cp -al "$@" 2>/dev/null || cp -a --no-preserve=ownership "$@"; }

lay_out() {
  local part
  rm -rf "$context"
  mkdir -p "$context"/{libraries,ours/jars,ours/libexec,home/data,home/conf,home/runtimes}
  link "$dist/java" "$context/"
  link "$dist"/jars/* "$context/libraries/"
  mv "$context"/libraries/spindrift-*.jar "$context/ours/jars/"
  for part in agent bin plugins native VERSION BUILD LICENSE; do link "$dist/$part" "$context/ours/"; done
  cp -p "$dist/libexec/java.sh" "$context/ours/libexec/"
  cp -p "$here/platform/entrypoint.sh" "$context/ours/"
}

lay_out
if [ $context_only = yes ]; then
  say "docker build -f $here/platform/Dockerfile --build-arg BASE=debian:12 --build-arg VERSION=$version -t spindrift:$tag $context"
  exit
fi
built=$(build_image "$here/platform/Dockerfile" "$context" platform "$base" "platform-$tag" "VERSION=$version")
say "Spindrift $version: $((${built#* } / 1000000)) MB, ${built% *}, in $SECONDS s"
[ -z "$push" ] || push_image "platform-$tag" "$push:$tag"

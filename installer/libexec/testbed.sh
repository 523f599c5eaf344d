#!/usr/bin/env bash
# A Kubernetes cluster for the tests, with images of both Sparks in a registry that its nodes can reach.
#   testbed.sh start   prints the variables to export: KUBECONFIG, SPINDRIFT_IMAGE_REPOSITORY
#   testbed.sh images  builds and pushes the images, with those variables set
#   testbed.sh up      both
#   testbed.sh down    takes down what was started so, and nothing else
# The cluster is that of KUBECONFIG where it is set (with SPINDRIFT_IMAGE_REPOSITORY, where images may be pushed, and
# SPINDRIFT_BASE_IMAGE, what they stand on), else the testbed of SPINDRIFT_TESTBED or ../shared/testbed beside the clone.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
installer=$(dirname "$here")
# shellcheck source=say.sh
. "$here/say.sh"
testbed=${SPINDRIFT_TESTBED:-$installer/../../shared/testbed/testbed}
# Written when it is this script that started the testbed.
started=$installer/target/testbed.started

# find: sets KUBECONFIG, starting the testbed where there is no cluster.
find_cluster() {
  if [ -n "${KUBECONFIG:-}" ]; then
    [ -n "${SPINDRIFT_IMAGE_REPOSITORY:-}" ] || fail "SPINDRIFT_IMAGE_REPOSITORY is not set" \
      "With a cluster of your own, name a repository that it can pull from, and that this machine can push to."
    return
  fi
  [ -x "$testbed" ] || fail "no Kubernetes cluster" \
    "Set KUBECONFIG and SPINDRIFT_IMAGE_REPOSITORY, or SPINDRIFT_TESTBED to the program that starts the testbed" \
    "(looked for $testbed)."
  eval "$("$testbed" env)"
  if [ ! -s "$KUBECONFIG" ] || ! "$testbed" kubectl get --raw /readyz >/dev/null 2>&1; then
    is_root || fail "the testbed needs root" "Run as root, or set KUBECONFIG and SPINDRIFT_IMAGE_REPOSITORY."
    mkdir -p "$installer/target"
    touch "$started"
    note "starting the testbed (the first time it installs what it needs, up to four minutes)" >&2
    "$testbed" up >"$installer/target/testbed.log" 2>&1 || {
      tail -n 15 "$installer/target/testbed.log" >&2
      fail "the testbed did not start" "The whole log is $installer/target/testbed.log."
    }
  fi
  SPINDRIFT_IMAGE_REPOSITORY=${SPINDRIFT_IMAGE_REPOSITORY:-localhost:5000/spindrift/spark}
}

images() {
  local version
  for version in 4.3.0 3.5.9; do
    "$installer/images/build.sh" --spark "$version" --push "$SPINDRIFT_IMAGE_REPOSITORY" \
      --base "${SPINDRIFT_BASE_IMAGE:-localhost:5000/java:17}" | sed 's/^/      /' >&2
  done
  # Where there is a distribution, for the test of the chart.
  [ ! -f "$installer/target/spindrift/VERSION" ] ||
    "$installer/images/platform.sh" --push "${SPINDRIFT_IMAGE_REPOSITORY%/*}/platform" --tag test \
      --base "${SPINDRIFT_BASE_IMAGE:-localhost:5000/debian:12}" | sed 's/^/      /' >&2
}

variables() {
  printf 'export KUBECONFIG=%q SPINDRIFT_IMAGE_REPOSITORY=%q\n' "$KUBECONFIG" "$SPINDRIFT_IMAGE_REPOSITORY"
  # The testbed has one, for machines that have none.
  command -v kubectl >/dev/null || [ ! -x "$testbed" ] || printf 'export KUBECTL=%q\n' "$testbed kubectl"
}

case ${1:-} in
  start)
    find_cluster
    variables
    ;;
  images) images ;;
  up)
    find_cluster
    images
    variables
    ;;
  down)
    [ ! -e "$started" ] || "$testbed" down
    rm -f "$started"
    ;;
  *) fail "testbed.sh needs start, images, up or down" "testbed.sh up" ;;
esac

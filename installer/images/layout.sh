# Images in a folder of the OCI layout, and their way to a registry. To be sourced, with say.sh, and $arch set.
# shellcheck shell=bash disable=SC2154

cache=${XDG_CACHE_HOME:-$HOME/.cache}
! is_root || cache=/var/cache
# Layers are kept here; what did not change is not made again.
layout=${SPINDRIFT_IMAGES:-$cache/spindrift/images}

# of_registry src|dest IMAGE: with the words that skopeo needs where it speaks without TLS, which is only with this very machine.
of_registry() {
  case $2 in
    localhost:* | 127.*) echo "--$1-tls-verify=false docker://$2" ;;
    oci:* | docker-archive:* | oci-archive:*) echo "$2" ;;
    *) echo "docker://$2" ;;
  esac
}

# build_image DOCKERFILE CONTEXT TARGET BASE TAG KEY=VALUE: prints its digest and its bytes.
build_image() {
  local name
  have skopeo || install_packages skopeo >&2
  have python3 || install_packages python3 >&2
  mkdir -p "$layout"
  exec 9>"$layout/.lock"
  flock -w 900 9 || fail "$layout is still locked after 15 minutes" "End the other build, then try again."
  name=base-$arch-$(printf %s "$4" | tr -c 'A-Za-z0-9._-' -)
  # shellcheck disable=SC2046
  skopeo --override-arch "$arch" copy -q $(of_registry src "$4") "oci:$layout:$name" >&2 ||
    fail "the base image $4 cannot be read" "Give another with --base; base/Dockerfile makes one."
  python3 "$(dirname "${BASH_SOURCE[0]}")/oci.py" --dockerfile "$1" --context "$2" --target "$3" \
    --layout "$layout" --base "$name" --name "$5" --arg "$6"
}

# push_image TAG IMAGE
push_image() {
  # shellcheck disable=SC2046
  skopeo copy -q --preserve-digests "oci:$layout:$1" $(of_registry dest "$2") ||
    fail "$2 cannot be pushed" "Is the registry there, and are you logged in (skopeo login)?"
  say "pushed $2, in $SECONDS s"
}

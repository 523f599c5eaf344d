#!/usr/bin/env bash
# Prints where Helm is: that of PATH, else one built here from its Go module, once for all clones of this machine.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=say.sh
. "$here/say.sh"
version=v3.22.0
# Where Go's own installer puts it, which is not on every PATH.
PATH=$PATH:/usr/local/go/bin
if have helm; then command -v helm && exit; fi
cache=${XDG_CACHE_HOME:-$HOME/.cache}
! is_root || cache=/var/cache
folder=$cache/spindrift/helm-$version
if [ ! -x "$folder/helm" ]; then
  have go || fail "no Helm" "Install it (https://helm.sh/docs/intro/install), or Go, with which it is built here."
  note "building Helm $version (once; some minutes)" >&2
  mkdir -p "$folder"
  exec 9>"$folder/.lock"
  flock -w 1200 9 || fail "Helm is being built elsewhere for 20 minutes" "End that, then try again."
  if [ -x "$folder/helm" ]; then echo "$folder/helm" && exit; fi
  GOBIN=$folder.new go install -ldflags='-s -w' "helm.sh/helm/v3/cmd/helm@$version" >&2 ||
    fail "Helm could not be built" "See above; or install it yourself."
  mv "$folder.new/helm" "$folder/helm"
  rm -rf "$folder.new"
fi
echo "$folder/helm"

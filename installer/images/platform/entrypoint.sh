#!/bin/sh
# The platform as the first process of a container. Words are its flags.
umask 077
dist=$(dirname "$(readlink -f "$0")")
prefix=$dist
# A secret of Kubernetes is readable by a group, and the platform wants such files for its owner alone.
given=/etc/spindrift/secret
for file in admin.token secret.key; do
  if [ -f "$given/$file" ]; then cat "$given/$file" >"$SPINDRIFT_HOME/conf/$file" || exit 1; fi
done
. "$dist/libexec/java.sh"
server_path
if [ -f "$dist/server.aot" ]; then server_flags="-XX:AOTCache=$dist/server.aot $server_flags"; fi
# shellcheck disable=SC2086,SC2154
exec "$java" $server_flags -cp "$server_path" io.spindrift.server.Main "$@"

#!/usr/bin/env bash
# Installs Spindrift, or upgrades it in place. From a clone it builds first (JDK 25 and Maven are needed
# then); from a release archive it needs no Java. What an interrupted run left, the next one finishes.
usage() {
  cat <<'USAGE'
install.sh [--prefix DIR] [--port N] [--demo] ...

  --prefix DIR     where to (/opt/spindrift for root, else ~/.local/share/spindrift)
  --port N         where it listens (8480)
  --host ADDRESS   listen beyond this machine; needs --tls-keystore, or --insecure
  --tls-keystore FILE            PKCS #12 file with certificate and key; a copy is kept in conf/
  --tls-keystore-password FILE   a file with its password
  --insecure       listen beyond this machine without TLS: tokens and data go over the network in the clear
  --offline DIR    take Spark from DIR (pyspark-4.3.0.tar.gz or spark-4.3.0-bin-*.tgz), not from the network
  --demo           run the example ETL at the end, and wait for it
  --no-start       lay out everything, start nothing
  --uninstall      stop the service and all its applications, remove the programs; data stay
  --purge          with --uninstall: remove data, settings and Spark runtimes, too
USAGE
}
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=libexec/jdk.sh
. "$here/libexec/jdk.sh"
spark=4.3.0

prefix='' port='' host='' keystore='' keystore_password='' insecure='' offline='' demo=no start=yes
uninstall=no purge=no
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?--prefix needs a folder} && shift ;;
    --port) port=${2:?--port needs a number} && shift ;;
    --host) host=${2:?--host needs an address} && shift ;;
    --tls-keystore) keystore=$(readlink -f "${2:?--tls-keystore needs a file}") && shift ;;
    --tls-keystore-password) keystore_password=$(readlink -f "${2:?--tls-keystore-password needs a file}") && shift ;;
    --insecure) insecure=true ;;
    --offline) offline=$(readlink -f "${2:?--offline needs a folder}") && shift ;;
    --demo) demo=yes ;;
    --no-start) start=no ;;
    --uninstall) uninstall=yes ;;
    --purge) purge=yes ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && fail "unknown option: $1" ;;
  esac
  shift
done
if [ -z "$prefix" ]; then
  # The script of an installation means that one: `<prefix>/lib/current/install.sh --port 9000`.
  if [ -d "$here/../../conf" ]; then
    prefix=$(dirname "$(dirname "$here")")
  elif is_root; then prefix=/opt/spindrift; else prefix=${XDG_DATA_HOME:-$HOME/.local/share}/spindrift; fi
fi
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
prefix=$(readlink -m "$prefix")
# shellcheck source=libexec/prefix.sh
. "$here/libexec/prefix.sh"

[ $purge = no ] || [ $uninstall = yes ] || fail "--purge goes with --uninstall" "install.sh --uninstall --purge"
if [ $uninstall = yes ]; then
  exec "$here/libexec/uninstall.sh" "$prefix" "$purge"
fi

background=()
end() {
  local code=$? pid
  for pid in "${background[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  [ -z "${incoming:-}" ] || rm -rf "$incoming"
  [ $code -eq 0 ] || printf '\nnot finished; once the cause is gone, the same command goes on from here\n' >&2
}
trap end EXIT
trap 'exit 130' INT TERM HUP

# check: all that can be refused before anything is done.
check() {
  local free
  case $prefix in *[[:space:]:]*) fail "the prefix may hold no space and no colon: $prefix" "Choose another --prefix." ;; esac
  [ -z "$port" ] || { [[ $port =~ ^[0-9]{1,5}$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ]; } ||
    fail "not a port: $port" "--port takes 1 to 65535."
  mkdir -p "$prefix" 2>/dev/null || fail "cannot make $prefix" "Choose another --prefix, or run with sudo."
  [ -w "$prefix" ] || fail "$prefix belongs to another" "Run it as its owner, or choose another --prefix."
  [ -z "$keystore" ] || [ -r "$keystore" ] || fail "cannot read $keystore" "--tls-keystore takes a PKCS #12 file."
  [ -z "$keystore_password" ] || [ -r "$keystore_password" ] ||
    fail "cannot read $keystore_password" "--tls-keystore-password takes a file with the password in its first line."
  [ -z "$keystore" ] || [ -n "$keystore_password" ] || [ -n "$(setting tls-keystore-password)" ] ||
    fail "--tls-keystore needs --tls-keystore-password" "Write the password into a file of your own: chmod 600."
  exec 8>"$prefix/.install.lock"
  flock -n 8 || fail "another installation into $prefix is running" "Wait for it."
  free=$(df -Pk "$prefix" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge 2500 ] || [ -f "$prefix/runtimes/$spark/.complete" ] ||
    fail "only $free MiB are free on the disk of $prefix" "Spark and the platform take about 1 GiB, unpacking twice that; free some."
  case ${host:-$(host)} in
    127.* | localhost | ::1) ;;
    *) [ -n "$keystore$insecure$(setting tls-keystore)$(setting insecure)" ] ||
      fail "beyond this machine it listens only with TLS" \
        "Give --tls-keystore FILE --tls-keystore-password FILE, or --insecure." \
        "Or leave --host away, and reach it from afar by: ssh -L 8480:127.0.0.1:8480 you@$(uname -n)" ;;
  esac
  if ! ours_runs && (exec 3<>"/dev/tcp/127.0.0.1/${port:-$(port)}") 2>/dev/null; then
    fail "something else listens on port ${port:-$(port)}" "Give another: --port N"
  fi
  if is_root; then
    have setpriv || install_packages util-linux
    have ps || install_packages procps
  else
    note "without root, applications run as you ($(id -un)): they can read what you can, the platform's data too"
  fi
}
ours_runs() { [ -x "$prefix/lib/current/libexec/service.sh" ] && "$prefix/lib/current/libexec/service.sh" status >/dev/null 2>&1; }

# users: as root, the platform is one user and Spark another, who cannot read the platform's files.
users() {
  is_root || return 0
  local user
  for user in spindrift spindrift-spark; do
    # A group may outlive its user: userdel leaves one that has other members.
    getent group "$user" >/dev/null || groupadd --system "$user" ||
      fail "the group $user could not be made" "See above."
    id "$user" >/dev/null 2>&1 ||
      useradd --system --gid "$user" --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user" ||
      fail "the user $user could not be made" "See above."
  done
  # Files of an application are shared by Spark's group.
  usermod --append --groups spindrift-spark spindrift
}

# fetch_spark: in the background, while the build runs.
fetch_spark() {
  local words=(--runtimes "$prefix/runtimes" add "$spark")
  [ -z "$offline" ] || words+=(--offline "$offline")
  SPINDRIFT_RUNTIMES_CACHE=${SPINDRIFT_RUNTIMES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spindrift/runtimes} \
    "$here/libexec/runtime.sh" "${words[@]}" >"$prefix/.runtime.log" 2>&1 8>&- &
  background+=($!)
  spark_job=$!
}

# bring: the tree of this build, in its place but not yet current.
bring() {
  local source=$here build
  if [ -d "$here/../.git" ] || [ -f "$here/../pom.xml" ]; then
    "$here/dist/build.sh" --no-archive 8>&-
    source=$here/target/spindrift
  fi
  [ -x "$source/java/bin/java" ] || fail "$source holds no Java runtime" "Unpack the release archive again."
  build=$(cat "$source/VERSION")-$(cat "$source/BUILD")
  dist=$prefix/lib/$build
  mkdir -p "$prefix/lib"
  rm -rf "$prefix"/lib/.incoming-*
  if [ ! -d "$dist" ]; then
    incoming=$prefix/lib/.incoming-$$
    cp -a --no-preserve=ownership --reflink=auto "$source" "$incoming" || fail "cannot copy to $prefix" "Is the disk full?"
    chmod -R u+rwX,go+rX,go-w "$incoming"
    mv -T "$incoming" "$dist"
    incoming=''
  fi
}

# lay_out: folders, users' rights, settings, the token.
lay_out() {
  local folder
  chmod 755 "$prefix"
  for folder in runtimes plugins run; do mkdir -p "$prefix/$folder"; done
  for folder in data conf; do [ -d "$prefix/$folder" ] || (umask 077 && mkdir "$prefix/$folder"); done
  # Spark's user goes through data/ to the folders of its own applications; it sees no other.
  ! is_root || chmod 711 "$prefix/data"
  if [ ! -f "$settings_file" ]; then
    printf '# Settings of Spindrift; `spindrift restart` applies them. All keys with their values: the page Settings.\n' >"$settings_file"
  fi
  ! is_root || [ -n "$(setting local-user)" ] || set_setting local-user spindrift-spark
  [ -z "$port" ] || set_setting port "$port"
  [ -z "$host" ] || set_setting host "$host"
  [ -z "$insecure" ] || set_setting insecure true
  # A copy, for the service's user could not read it in the folder of another.
  if [ -n "$keystore" ]; then
    [ "$keystore" = "$prefix/conf/tls.p12" ] || install -m 600 "$keystore" "$prefix/conf/tls.p12"
    set_setting tls-keystore "$prefix/conf/tls.p12"
  fi
  # The file of settings has backslashes for its own use.
  [ -z "$keystore_password" ] ||
    set_setting tls-keystore-password "$(head -n 1 "$keystore_password" | sed 's/[\\ ]/\\&/g')"
  if [ ! -s "$token_file" ]; then
    (umask 077 && printf 'sd_%s\n' "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')" >"$token_file.new")
    mv "$token_file.new" "$token_file"
  fi
  chmod 600 "$token_file" "$settings_file"
  if is_root; then
    chown -R spindrift:spindrift "$prefix/conf" "$prefix/run"
    [ "$(service_user)" = spindrift ] || chown -R spindrift:spindrift "$prefix/data"
    setpriv --reuid spindrift --regid spindrift --init-groups test -x "$prefix/conf" ||
      fail "the user spindrift cannot reach $prefix" "A folder above it is closed to others: chmod o+x it, or choose another --prefix."
  fi
}

# train: AOT caches, which halve the start of server and command line; without them both work, too.
train() {
  [ -f "$dist/cli.aot" ] && [ -f "$dist/server.aot" ] && [ -f "$dist/history.aot" ] && return
  "$dist/libexec/train.sh" 8>&- || note "no AOT cache this time: server and command line start slower"
}

# switch: from here on this build is the current one. A rename: there is always one.
switch() {
  local link
  ln -sfn "$(basename "$dist")" "$prefix/lib/.current.new"
  mv -T "$prefix/lib/.current.new" "$prefix/lib/current"
  mkdir -p "$prefix/bin"
  for link in spindrift spindrift-history; do
    ln -sfn "../lib/current/bin/$link" "$prefix/bin/.spindrift.new"
    mv -T "$prefix/bin/.spindrift.new" "$prefix/bin/$link"
  done
  case $prefix in
    /opt/spindrift) link=/usr/local/bin/spindrift ;;
    "$HOME/.local/share/spindrift") link=$HOME/.local/bin/spindrift ;;
    *) return 0 ;;
  esac
  if [ ! -e "$link" ] || [ -L "$link" ]; then
    mkdir -p "$(dirname "$link")" && ln -sfn "$prefix/bin/spindrift" "$link"
  fi
}

# serve: starts it, or starts it anew when what runs is not this build with these settings.
serve() {
  local unit=/etc/systemd/system/spindrift.service
  if is_root && [ -d /run/systemd/system ] && [ -e "$unit" ] && ! grep -qsF "=$prefix/" "$unit"; then
    note "systemd's spindrift.service is another installation's; this one runs in the background, until the machine restarts"
  elif is_root && [ -d /run/systemd/system ]; then
    sed "s:@PREFIX@:$prefix:g" "$dist/libexec/spindrift.service" >"$unit"
    systemctl daemon-reload
    systemctl enable --quiet spindrift.service
  fi
  # Running, though perhaps not at the address that it is told now.
  local state=0
  "$dist/libexec/service.sh" status >/dev/null 2>&1 || state=$?
  if [ $state -eq 3 ]; then
    "$dist/libexec/service.sh" start 8>&-
  else
    "$dist/libexec/service.sh" restart 8>&-
  fi
}

# sweep: earlier builds, unless an application still runs on their Java.
sweep() {
  local old
  for old in "$prefix"/lib/*/; do
    old=${old%/}
    [ -L "$old" ] || [ "$old" = "$dist" ] && continue
    if find /proc/[0-9]*/exe -lname "$old/*" 2>/dev/null | grep -q .; then
      note "$(basename "$old") stays until the applications that run on it have ended"
    else
      rm -rf "$old"
    fi
  done
}

closing() {
  local from_afar=''
  case $(host) in 127.* | localhost | ::1) from_afar=yes ;; esac
  say ""
  say "Spindrift $(cat "$dist/VERSION") is installed, in $SECONDS s."
  say "  Open      $(url)"
  say "  Log in    with the token in $token_file"
  say "            ($(is_root && [ "$(id -un)" != root ] && printf 'sudo ')cat $token_file)"
  [ -z "$from_afar" ] || say "  From afar ssh -L $(port):127.0.0.1:$(port) ${SUDO_USER:-$(id -un)}@$(uname -n)   then open the same address there"
  say "  Command   $prefix/bin/spindrift   (submit, apps, app, logs, kill, costs, doctor, ...)"
}

total=7
[ $demo = no ] || total=$((total + 1))
[ $start = yes ] || total=$((total - 1))
steps $total
step "Checking this machine"
check
users
step "Building the platform; Spark $spark comes at the same time"
mkdir -p "$prefix/runtimes"
fetch_spark
bring
step "Folders, settings and the administrator's token in $prefix"
lay_out
step "Spark $spark"
wait $spark_job || {
  cat "$prefix/.runtime.log" >&2
  fail "Spark $spark did not come" "See above."
}
sed -n '$p' "$prefix/.runtime.log" | sed 's/^ */      /'
step "Training start-up (AOT caches)"
train
step "Switching to $(basename "$dist")"
switch
if [ $start = yes ]; then
  step "Starting the service"
  serve
fi
sweep
if [ $demo = yes ] && [ $start = yes ]; then
  step "A first application: an ETL that generates, joins and writes Parquet"
  "$dist/libexec/demo.sh" "$prefix"
fi
closing

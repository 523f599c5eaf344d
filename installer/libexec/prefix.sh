# What lies where under $prefix, its settings, and the users. To be sourced after say.sh.
# shellcheck shell=bash

settings_file=$prefix/conf/spindrift.properties
token_file=$prefix/conf/admin.token
run_folder=$prefix/run

# setting KEY: its value in the settings file, or nothing.
setting() {
  [ -r "$settings_file" ] || return 0
  sed -n "s/^[[:space:]]*$1[[:space:]]*[=:][[:space:]]*//p" "$settings_file" | tail -n 1
}

# set_setting KEY VALUE: changes that line alone; the rest of the file is its owner's.
set_setting() {
  {
    grep -vE "^[[:space:]]*$1[[:space:]]*[=:]" "$settings_file" 2>/dev/null || true
    [ -z "$2" ] || printf '%s=%s\n' "$1" "$2"
  } >"$settings_file.new"
  mv "$settings_file.new" "$settings_file"
}

port() {
  local value
  value=$(setting port)
  echo "${value:-8480}"
}
host() {
  local value
  value=$(setting host)
  echo "${value:-127.0.0.1}"
}
# connect_host: where this machine itself reaches the service.
connect_host() {
  case $(host) in
    0.0.0.0 | '' | '::') echo 127.0.0.1 ;;
    *) host ;;
  esac
}
url() {
  local scheme=http
  [ -z "$(setting tls-keystore)" ] || scheme=https
  echo "$scheme://$(connect_host):$(port)"
}

# start_time PID: clock ticks from the machine's start to the process's, which tells it from a later
# process of the same number.
start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }
  # shellcheck disable=SC2086
  set -- $stat
  # Ended, and not yet fetched by its parent: where the first process is no init, that may last.
  case $1 in Z | X) return 1 ;; esac
  echo "${20}"
}

# service_user: who the service runs as: the owner of data/.
service_user() { stat -c %U "$prefix/data"; }

# become USER COMMAND...: replaces this process by the command, run as the user. As root it keeps what it
# needs to start Spark as yet another user (setuid, setgid) and to end it (kill), and nothing else of root's.
become() {
  local user=$1 keep=+setuid,+setgid,+kill
  shift
  if [ "$(id -un)" = "$user" ]; then exec "$@"; fi
  exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups \
    --inh-caps "-all,$keep" --ambient-caps "-all,$keep" "$@"
}

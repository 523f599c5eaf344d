#!/usr/bin/env bash
# Builds the distribution from a clone: platform jars, a Java runtime of its own, examples, scripts.
#   dist/build.sh [--no-archive] [--no-maven]
# makes installer/target/spindrift/ (the tree) and, unless told otherwise,
# installer/target/spindrift-<version>-linux-<arch>.tar.gz, which needs no Java where it is unpacked.
set -euo pipefail
installer=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
cd "$installer/.."
# shellcheck source=../libexec/jdk.sh
. installer/libexec/jdk.sh

archive=yes maven=yes
for word in "$@"; do
  case $word in
    --no-archive) archive=no ;;
    --no-maven) maven=no ;;
    *) fail "unknown option: $word" "Known: --no-archive, --no-maven." ;;
  esac
done

# What the platform and Spark 4.3 use of Java, together.
modules=java.se,jdk.unsupported,jdk.security.auth,jdk.security.jgss,jdk.crypto.ec,jdk.naming.dns
modules+=,jdk.net,jdk.zipfs,jdk.localedata,jdk.httpserver,jdk.management,jdk.management.agent
modules+=,jdk.jfr,jdk.jcmd,jdk.incubator.vector,jdk.charsets

case $(uname -m) in
  x86_64) arch=x86_64 rocksdb=librocksdbjni-linux64.so native=linux/amd64 ;;
  aarch64 | arm64) arch=aarch64 rocksdb=librocksdbjni-linux-aarch64.so native=linux/aarch64 ;;
  *) fail "no build for $(uname -m)" "Supported: x86_64, aarch64." ;;
esac

target=installer/target
tree=$target/spindrift
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)

tools() {
  local missing=()
  have mvn || missing+=(maven)
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
  JAVA_HOME=$(need_jdk 25)
  export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
}

# compile: every module and its libraries, in one run of Maven.
compile() {
  rm -rf "$target/jars.new"
  mkdir -p "$target/jars.new"
  if ! mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl platform,plugins/aws,history-server/agent,installer/examples -am \
    package dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$PWD/$target/jars.new" >"$target/maven.log" 2>&1; then
    grep -E 'ERROR' "$target/maven.log" | head -n 20 >&2 || tail -n 20 "$target/maven.log" >&2
    fail "the build failed" "The whole log is $target/maven.log."
  fi
}

# link: the Java runtime; kept until the JDK or the list of modules changes.
link() {
  local key
  key="$(sed -n 's/^JAVA_RUNTIME_VERSION=//p' "$JAVA_HOME/release") $modules"
  [ "$(cat "$target/java/.key" 2>/dev/null)" = "$key" ] && return
  rm -rf "$target/java" "$target/java.new"
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --compress zip-6 --strip-debug --no-header-files \
    --no-man-pages --generate-cds-archive --output "$target/java.new"
  rm -f "$target"/java.new/lib/server/classes_nocoops*.jsa
  printf '%s\n' "$key" >"$target/java.new/.key"
  mv -T "$target/java.new" "$target/java"
}

# prune FOLDER: of the native libraries only this system's are kept: 115 MB less.
prune() {
  local rocks=("$1"/rocksdbjni-*.jar) zstd=("$1"/zstd-jni-*.jar) lz4=("$1"/lz4-java-*.jar)
  "$JAVA_HOME/bin/java" installer/dist/PruneNatives.java \
    "${rocks[0]}" "$rocksdb" "${zstd[0]}" "$native/" "${lz4[0]}" "$native/"
}

# assemble: the tree, all new, then in its place.
assemble() {
  local new=$target/spindrift.new
  rm -rf "$new"
  mkdir -p "$new"/{agent,bin,jars,libexec,examples,plugins}
  cp -p "$target"/jars.new/*.jar "$new/jars/"
  cp -p platform/target/spindrift-platform-"$version".jar "$new/jars/"
  # For drivers elsewhere; it stands alone.
  cp -p history-server/agent/target/spindrift-agent-"$version".jar "$new/agent/spindrift-agent.jar"
  # Examples and Spark itself are not part of the platform's class path.
  rm -f "$new"/jars/spindrift-examples-*.jar
  prune "$new/jars"
  # A copy that starts without being unpacked from its jar.
  mkdir "$new/native"
  (cd "$new/native" && "$JAVA_HOME/bin/jar" xf ../jars/rocksdbjni-*.jar "$rocksdb")
  # Only plugins whose sum is listed are started.
  cp -p plugins/aws/target/spindrift-plugin-aws-"$version"-plugin.zip "$new/plugins/aws.zip"
  (cd "$new/plugins" && sha256sum -- *.zip >SHA256SUMS)
  find installer/examples/target -maxdepth 1 -name 'spindrift-examples-*.jar' \
    ! -name '*-sources.jar' ! -name '*-tests.jar' -exec cp -p {} "$new/examples/" \; 2>/dev/null || true
  find installer/examples -path '*/target' -prune -o \( -name '*.py' -o -name '*.sql' \) \
    -exec cp -p {} "$new/examples/" \; 2>/dev/null || true
  cp -a "$target/java" "$new/java"
  rm -f "$new/java/.key"
  cp -a installer/images "$new/images"
  rm -rf "$new"/images/__pycache__
  cp -p installer/libexec/*.sh installer/dist/spindrift.service "$new/libexec/"
  cp -p installer/dist/bin/spindrift installer/dist/bin/spindrift-history "$new/bin/"
  cp -p installer/install.sh LICENSE README.md "$new/"
  printf '%s\n' "$version" >"$new/VERSION"
  # The name of this very build: two trees with the same content have the same name.
  (cd "$new" && find . -type f ! -path './java/lib/server/*.jsa' -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum | cut -c1-12) >"$new/BUILD"
  rm -rf "$tree"
  mv -T "$new" "$tree"
}

tools
mkdir -p "$target"
if [ $maven = yes ]; then
  link >"$target/jlink.log" 2>&1 &
  linking=$!
  compile
  wait $linking || {
    cat "$target/jlink.log" >&2
    fail "jlink failed" "See above; is $JAVA_HOME a whole JDK?"
  }
else
  link
fi
assemble
note "built $version ($(cat "$tree/BUILD")), $(du -sh "$tree" | cut -f1)"
if [ $archive = yes ]; then
  name=spindrift-$version-linux-$arch
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=2026-11-01T00:00:00Z \
    --transform "s:^spindrift:$name:" -C "$target" -c spindrift | gzip -n -6 >"$target/$name.tar.gz.new"
  mv "$target/$name.tar.gz.new" "$target/$name.tar.gz"
  (cd "$target" && sha512sum "$name.tar.gz" >"$name.tar.gz.sha512")
  note "$target/$name.tar.gz, $(du -h "$target/$name.tar.gz" | cut -f1)"
fi

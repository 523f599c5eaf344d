#!/usr/bin/env bash
# What images are built of, on tiny files: the entrypoint's commands, and the builder without Docker. No network.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
images=$here/../images
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/out"

check() { # check WHAT COMMAND...
  local what=$1
  shift
  if ! "$@"; then
    echo "  not so: $what" >&2
    cat "$work/out" >&2
    exit 1
  fi
}
says() { grep -qxF -- "$1" "$work/out"; }

# The entrypoint, with programs that say what they were started with, one word a line.
mkdir -p "$work/home/bin" "$work/bin"
printf '#!/bin/bash\nshift 2\nexec "$@"\n' >"$work/bin/tini"
for program in home/bin/spark-submit bin/java; do
  printf '#!/bin/bash\nprintf "%%s\\n" "$@"\n' >"$work/$program"
done
chmod +x "$work"/bin/* "$work"/home/bin/*
entrypoint() { # entrypoint VARIABLE=VALUE... -- WORD...
  local variables=()
  while [ "$1" != -- ]; do variables+=("$1") && shift; done
  shift
  env -i PATH="$work/bin:$PATH" SPARK_HOME="$work/home" PYSPARK_PYTHON=python3 "${variables[@]}" \
    bash "$images/entrypoint.sh" "$@" >"$work/out" 2>&1
}
refused() { ! entrypoint "$@"; }

entrypoint SPARK_DRIVER_BIND_ADDRESS=10.0.0.1 -- driver --class Main app.jar 'two words'
check "a driver is bound to its pod" says spark.driver.bindAddress=10.0.0.1
check "in client mode" says client
check "its words stay whole" says 'two words'
check "a driver without an address is refused" refused -- driver --class Main app.jar

executor=(SPARK_DRIVER_URL=spark://d SPARK_EXECUTOR_ID=7 SPARK_EXECUTOR_CORES=2 SPARK_EXECUTOR_MEMORY=512m
  SPARK_APPLICATION_ID=app SPARK_EXECUTOR_POD_IP=10.0.0.2 SPARK_EXECUTOR_POD_NAME=pod-7)
entrypoint "${executor[@]}" 'SPARK_JAVA_OPT_0=-Dtwo=a b' SPARK_JAVA_OPT_10=-Dten SPARK_JAVA_OPT_9=-Dnine \
  SPARK_CLASSPATH=/first.jar SPARK_EXTRA_CLASSPATH=/extra.jar -- executor
check "an option with a space is one word" says '-Dtwo=a b'
check "options come in the order of their numbers" test "$(sed -n 2,3p "$work/out")" = $'-Dnine\n-Dten'
check "memory is the executor's" says -Xmx512m
check "jars lie around Spark's own" says "$work/home/conf:/first.jar:$work/home/jars/*:/extra.jar:$PWD"
check "without a profile it is the first" test "$(grep -A 1 -x -- --resourceProfileId "$work/out" | tail -n 1)" = 0
entrypoint -- printf '<%s>' 'any thing'
check "other commands are run as they are" says '<any thing>'

# The builder: a base of no layers, a Dockerfile of two stages.
layout=$work/layout
python3 - "$images" "$layout" <<'PYTHON'
import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import oci
layout = oci.Layout(sys.argv[2])
empty = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}, "config": {"Env": ["PATH=/bin"]}}
manifest = {"schemaVersion": 2, "config": layout.put(empty, oci.CONFIG), "layers": []}
layout.name(layout.put(manifest, oci.MANIFEST), "base")
PYTHON
mkdir -p "$work/context/one/deep" "$work/context/two"
echo text >"$work/context/one/deep/file"
printf '#!/bin/sh\n' >"$work/context/two/run.sh"
chmod 700 "$work/context/two/run.sh"
ln -s run.sh "$work/context/two/link"
cat >"$work/Dockerfile" <<'DOCKER'
ARG BASE=any
FROM ${BASE} AS first
COPY one/ /opt/one/
ENV PATH=/opt/bin:$PATH
FROM first AS second
ARG WORD
LABEL word=${WORD}
COPY --chown=185:0 two/ /opt/
USER 185
ENTRYPOINT ["/opt/run.sh"]
DOCKER
build() {
  python3 -B "$images/oci.py" --dockerfile "$work/Dockerfile" --context "$work/context" --target "$1" --layout "$layout" \
    --base base --name "$1" --arg WORD=said >"$work/out" 2>&1
}
look() { # look EXPRESSION: whether it holds of the image `second`, its config and its files
  python3 - "$layout" "$1" <<'PYTHON'
import gzip, io, json, sys, tarfile
index, expression = json.load(open(sys.argv[1] + "/index.json")), sys.argv[2]
blob = lambda one: open(sys.argv[1] + "/blobs/sha256/" + one["digest"][7:], "rb").read()
named = [one for one in index["manifests"] if one["annotations"]["org.opencontainers.image.ref.name"] == "second"]
manifest = json.loads(blob(named[0]))
image = json.loads(blob(manifest["config"]))
config, files = image["config"], {}
for one in manifest["layers"]:
    for file in tarfile.open(fileobj=io.BytesIO(gzip.decompress(blob(one)))):
        files[file.name] = file
sys.exit(0 if eval(expression) else 1)
PYTHON
}
check "a stage on a stage is built" build second
cp "$work/out" "$work/once"
check "its settings are both stages'" look 'config["Env"] == ["PATH=/opt/bin:/bin"] and config["User"] == "185"'
check "arguments are filled in" look 'config["Labels"] == {"word": "said"} and config["Entrypoint"] == ["/opt/run.sh"]'
check "folders around a file are there" look '"opt/one/deep/file" in files and files["opt"].isdir()'
check "files belong to whom they should, and run for all" look 'files["opt/run.sh"].uid == 185 and files["opt/run.sh"].mode == 0o755'
check "links stay links" look 'files["opt/link"].linkname == "run.sh"'
check "layers and their sums are as many" look 'len(image["rootfs"]["diff_ids"]) == len(manifest["layers"]) == 2'
rm -rf "$layout/layers" && mkdir "$layout/layers"
touch -d '1 hour ago' "$work/context/one/deep/file"
check "the same files" build second
check "give the same image" cmp "$work/once" "$work/out"
echo other >"$work/context/two/run.sh"
check "other files" build second
check "give another" bash -c '! cmp -s "$0" "$1"' "$work/once" "$work/out"
check "what no image holds is dropped" test "$(find "$layout/blobs/sha256" -type f | wc -l)" -eq 6
echo 'RUN true' >>"$work/Dockerfile"
check "what needs a container is refused" bash -c '! "$@"' _ python3 -B "$images/oci.py" --dockerfile "$work/Dockerfile" \
  --context "$work/context" --target second --layout "$layout" --base base --name second 2>"$work/out"
echo "  the images' entrypoint and builder: as they should be"

#!/usr/bin/env python3
"""Builds an image from a Dockerfile without Docker, without root and without any program but this one.

  oci.py --dockerfile FILE --context FOLDER --target STAGE --layout OCI --base NAME --name NAME [--arg KEY=VALUE ...]

The image that FROM asks for lies in the layout already, under the name --base. Only instructions that need no
container are known (no RUN). The same files give the same image, byte for byte: names are sorted, times are one.
A layer is written once; while no file of it changes, later builds take it as it is.
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import shlex
import stat
import tarfile
from pathlib import Path, PurePosixPath

MOMENT = 1793491200  # 2026-11-01, of every file and image
LAYER = "application/vnd.oci.image.layer.v1.tar"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
PACKED = {".jar", ".zip", ".whl", ".gz"}


class Refused(Exception):
    """What the caller asked for cannot be built; the message says why."""


def instructions(text):
    """The Dockerfile's instructions as (word, rest)."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            yield word.upper(), rest.strip()


def stages(text):
    """Each stage's name, what it stands on, and its instructions; and the arguments before the first."""
    found, before = {}, []
    for word, rest in instructions(text):
        if word == "FROM":
            parent, _, name = re.fullmatch(r"(\S+)(\s+AS\s+(\S+))?", rest, re.I).groups()
            steps = []
            found[name or parent] = (parent, steps)
        elif found:
            steps.append((word, rest))
        else:
            before.append((word, rest))
    return found, before


def chain(text, target):
    """All steps that lead to the target, from the base image on."""
    found, before = stages(text)
    if target not in found:
        raise Refused(f"no stage {target}; there are {', '.join(found)}")
    steps = []
    while target in found:
        target, own = found[target]
        steps = own + steps
    return before + steps


class Layout:
    """A folder of the OCI image layout."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.blobs = self.folder / "blobs" / "sha256"
        self.blobs.mkdir(parents=True, exist_ok=True)
        (self.folder / "layers").mkdir(exist_ok=True)
        self.index = self.folder / "index.json"

    def blob(self, digest):
        return self.blobs / digest.removeprefix("sha256:")

    def json(self, digest):
        return json.loads(self.blob(digest).read_text())

    def put(self, value, media_type):
        data = json.dumps(value, sort_keys=True).encode()
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        self.blob(digest).write_bytes(data)
        return {"mediaType": media_type, "digest": digest, "size": len(data)}

    def manifests(self):
        return json.loads(self.index.read_text())["manifests"] if self.index.exists() else []

    def named(self, name):
        for one in self.manifests():
            if one.get("annotations", {}).get("org.opencontainers.image.ref.name") == name:
                return self.json(one["digest"])
        raise Refused(f"no image {name} in {self.folder}")

    def name(self, descriptor, name):
        key = "org.opencontainers.image.ref.name"
        others = [one for one in self.manifests() if one.get("annotations", {}).get(key) != name]
        descriptor = descriptor | {"annotations": {key: name}}
        fresh = self.index.with_suffix(".new")
        fresh.write_text(json.dumps({"schemaVersion": 2, "manifests": others + [descriptor]}))
        fresh.rename(self.index)
        (self.folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')

    def sweep(self):
        """Drops what no named image holds any more."""
        kept = set()
        for one in self.manifests():
            manifest = self.json(one["digest"])
            kept |= {one["digest"], manifest["config"]["digest"]}
            kept |= {layer["digest"] for layer in manifest["layers"]}
        for blob in self.blobs.iterdir():
            if "sha256:" + blob.name not in kept:
                blob.unlink()
        for known in (self.folder / "layers").iterdir():
            if json.loads(known.read_text())["digest"] not in kept:
                known.unlink()


class Hashing:
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, file):
        self.file, self.sha, self.size = file, hashlib.sha256(), 0

    def write(self, data):
        self.sha.update(data)
        self.size += len(data)
        return self.file.write(data)

    def tell(self):
        return self.size

    def flush(self):
        self.file.flush()


def entries(source, destination):
    """All files under the source, sorted, as (name in the image, file or None for a folder around them)."""
    place = PurePosixPath(str(destination).lstrip("/"))
    if not source.is_dir():
        raise Refused(f"COPY takes a folder of the context, and {source} is none")
    around = [(str(parent), None) for parent in [*reversed(place.parents), place] if str(parent) != "."]
    under = [(str(place / file.relative_to(source)), file) for file in source.rglob("*")]
    return around + sorted(under)


def layer(layout, source, destination, owner, mode):
    """The layer of one COPY: (its descriptor, the digest of its tar)."""
    files = entries(source, destination)
    key = hashlib.sha256(repr((owner, mode)).encode())
    for name, file in files:
        about = file.lstat() if file else None
        key.update(repr((name, about and (about.st_mode, about.st_size, about.st_mtime_ns))).encode())
        if file and file.is_symlink():
            key.update(os.readlink(file).encode())
    known = layout.folder / "layers" / key.hexdigest()
    if known.exists() and layout.blob(json.loads(known.read_text())["digest"]).exists():
        about = json.loads(known.read_text())
    else:
        about = write(layout, files, owner, mode)
        known.write_text(json.dumps(about))
    return {name: about[name] for name in ("mediaType", "digest", "size")}, about["tar"]


def write(layout, files, owner, mode):
    sizes = [(file.lstat().st_size, file.suffix in PACKED) for _, file in files if file and not file.is_symlink()]
    # To compress jars once more costs every node that unpacks them more time than the bytes are worth.
    packed = sum(size for size, is_packed in sizes if is_packed) * 2 > sum(size for size, _ in sizes)
    fresh = layout.folder / "layer.new"
    with open(fresh, "wb") as file:
        outer = Hashing(file)
        if packed:
            tar(outer, files, owner, mode)
            inner = outer
        else:
            with gzip.GzipFile("", "wb", 6, outer, 0) as zipped:
                inner = Hashing(zipped)
                tar(inner, files, owner, mode)
    digest = "sha256:" + outer.sha.hexdigest()
    fresh.rename(layout.blob(digest))
    media_type = LAYER if packed else LAYER + "+gzip"
    return {"mediaType": media_type, "digest": digest, "size": outer.size, "tar": "sha256:" + inner.sha.hexdigest()}


def tar(out, files, owner, mode):
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT, bufsize=1 << 20) as archive:
        for name, file in files:
            info = tarfile.TarInfo(name)
            info.mtime = MOMENT
            if file is None:
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(info)
                continue
            about = file.lstat()
            info.uid, info.gid = owner
            # As git keeps files: what its owner may run, all may.
            info.mode = mode or (0o755 if about.st_mode & stat.S_IXUSR else 0o644)
            if file.is_symlink():
                info.type, info.linkname, info.mode = tarfile.SYMTYPE, os.readlink(file), 0o777
                archive.addfile(info)
            elif file.is_dir():
                info.type = tarfile.DIRTYPE
                archive.addfile(info)
            else:
                info.size = about.st_size
                with open(file, "rb") as data:
                    archive.addfile(info, data)


class Image:
    """The image as far as it is built; one method an instruction."""

    def __init__(self, layout, base, context, arguments):
        self.layout, self.context, self.given = layout, Path(context), arguments
        manifest = layout.named(base)
        self.layers = manifest["layers"]
        self.config = layout.json(manifest["config"]["digest"])
        self.config.setdefault("history", [])
        self.settings = self.config.setdefault("config", {})
        self.arguments = {}

    def environment(self):
        return dict(pair.split("=", 1) for pair in self.settings.get("Env", []))

    def expand(self, text):
        values = self.arguments | self.environment()
        return re.sub(r"\$\{?(\w+)\}?", lambda found: values.get(found[1], ""), text)

    def step(self, word, rest):
        action = getattr(self, "do_" + word.lower(), None)
        if action is None:
            raise Refused(f"{word} needs Docker: this builder runs nothing inside of an image")
        action(rest if word == "ARG" else self.expand(rest))
        if word != "ARG":
            history = {"created_by": f"{word} {rest}", "created": "2026-11-01T00:00:00Z"}
            self.config["history"].append(history | ({} if word == "COPY" else {"empty_layer": True}))

    def do_arg(self, rest):
        name, _, usual = rest.partition("=")
        self.arguments[name] = self.given.get(name, usual)

    def do_env(self, rest):
        pairs = dict(pair.split("=", 1) for pair in shlex.split(rest))
        self.settings["Env"] = [f"{key}={value}" for key, value in (self.environment() | pairs).items()]

    def do_label(self, rest):
        pairs = dict(pair.split("=", 1) for pair in shlex.split(rest))
        self.settings["Labels"] = (self.settings.get("Labels") or {}) | pairs

    def do_user(self, rest):
        self.settings["User"] = rest

    def do_workdir(self, rest):
        self.settings["WorkingDir"] = rest

    def do_entrypoint(self, rest):
        self.settings["Entrypoint"] = json.loads(rest)
        self.settings.pop("Cmd", None)

    def do_cmd(self, rest):
        self.settings["Cmd"] = json.loads(rest)

    def do_copy(self, rest):
        words = shlex.split(rest)
        flags = dict(word[2:].split("=", 1) for word in words if word.startswith("--"))
        source, destination = [word for word in words if not word.startswith("--")]
        owner = tuple(int(one) for one in flags.pop("chown", "0:0").split(":"))
        mode = int(flags.pop("chmod", "0"), 8)
        if flags:
            raise Refused(f"COPY with --{', --'.join(flags)} needs Docker")
        descriptor, tar_digest = layer(self.layout, self.context / source, destination, owner, mode)
        self.layers.append(descriptor)
        self.config["rootfs"]["diff_ids"].append(tar_digest)

    def save(self, name):
        self.config["created"] = "2026-11-01T00:00:00Z"
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": self.layout.put(self.config, CONFIG),
            "layers": self.layers,
        }
        descriptor = self.layout.put(manifest, MANIFEST)
        self.layout.name(descriptor, name)
        return descriptor["digest"], sum(one["size"] for one in self.layers)


def main():
    words = argparse.ArgumentParser(description="Builds an image from a Dockerfile without Docker.")
    for name in ("dockerfile", "context", "target", "layout", "base", "name"):
        words.add_argument("--" + name, required=True)
    words.add_argument("--arg", action="append", default=[])
    asked = words.parse_args()
    layout = Layout(asked.layout)
    try:
        image = Image(layout, asked.base, asked.context, dict(one.split("=", 1) for one in asked.arg))
        for word, rest in chain(Path(asked.dockerfile).read_text(), asked.target):
            image.step(word, rest)
        digest, size = image.save(asked.name)
    except Refused as refused:
        raise SystemExit(f"failed: {refused}") from None
    layout.sweep()
    print(f"{digest} {size}")


if __name__ == "__main__":
    main()

"""The encoders that Verify knows by name, and the fingerprint under which vectors of any encoder are kept.

Nothing here imports torch: a run whose vectors are all cached needs the fingerprint and no model.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from verify.errors import ModelError
from verify.settings import models_dir

MATERIALISER_VERSION = 1
"""Version of the folder that `verify.encoder.folder` writes; raise it when the same weights give other vectors."""

SAMPLE_STRIDE = 1 << 18
"""A large file is hashed by one sample every 256 KiB: every weight matrix of a transformer is larger than that, so a
model trained further has another fingerprint, and a gigabyte is read in a few milliseconds."""

SAMPLE_BYTES = 512
"""Bytes a sample: 128 float32 weights; trained further, not all of them stay."""

_MODEL_FILE_TYPES = frozenset({".json", ".txt", ".model", ".safetensors"})
"""What a sentence-transformers folder is loaded from; a README beside it changes no vector."""

_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class RegisteredEncoder:
    """An encoder of models/registry.toml.

    `package` and `file` name the installed package and the file in it that hold the weights, `sha256` the hash of
    that file; all three are empty for an encoder that comes from a hub. `prompt` stands before every sentence.
    `dimension` is the length of a vector, `max_tokens` the longest input in tokens, prompt and markers included.
    `measured` holds the scores that models/measure_encoder.py gave.
    """

    id: str
    origin: str
    licence: str
    prompt: str
    dimension: int
    max_tokens: int
    package: str = ""
    file: str = ""
    sha256: str = ""
    measured: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_embedded(self) -> bool:
        """Tell whether the weights come with an installed package."""
        return bool(self.package)


@cache
def registered() -> Mapping[str, RegisteredEncoder]:
    """Return the encoders of models/registry.toml by id.

    Raises:
        ModelError: the registry is missing or not what it should be.
    """
    path = models_dir() / "registry.toml"
    try:
        table: dict[str, dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["encoders"]
        return {id_: RegisteredEncoder(id=id_, **entry) for id_, entry in table.items()}
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ModelError(f"the model registry {path} cannot be read ({error})", "reinstall Verify") from error


def find(model: str) -> RegisteredEncoder | None:
    """Return the registered encoder of this id, or None for a folder or an unregistered hub name."""
    return registered().get(model)


def local_folder(model: str) -> Path | None:
    """Return the folder that `model` names, or None for a registered id or a hub name.

    Raises:
        ModelError: `model` is neither registered, nor a folder, nor the form of a hub name.
    """
    if find(model) is not None:
        return None
    folder = Path(model).expanduser()
    if model and folder.is_dir():
        return folder
    if model and folder.exists():
        raise ModelError(f"the model {model!r} is a file", "name the folder that sentence-transformers saved")
    if not _HUB_NAME.fullmatch(model) or model.startswith("."):
        raise ModelError(
            f"no model {model!r}: not a registered encoder, not a folder, and not the form of a hub name",
            f"use {', '.join(embedded_ids())}, the path of a folder, or a name such as intfloat/multilingual-e5-base",
        )
    return None


def embedded_ids() -> tuple[str, ...]:
    """Return the ids of the encoders that need no network."""
    return tuple(id_ for id_, entry in registered().items() if entry.is_embedded)


def prompt(model: str) -> str | None:
    """Return the prompt to set before each sentence; None leaves it to the model's own configuration."""
    entry = find(model)
    return None if entry is None else entry.prompt


def fingerprint(model: str) -> str:
    """Return what tells this encoder's vectors from any other's: a readable name and twelve hexadecimal digits.

    A registered encoder is known by the hash of its weights, its prompt and the version of the materialiser; a
    folder by its file names, sizes and contents (large files by samples); a hub name by the name. Takes
    milliseconds and is the same on every machine.

    Raises:
        ModelError: `model` names nothing, or its folder cannot be read.
    """
    entry = find(model)
    digest = hashlib.sha256()
    if entry is not None:
        name = entry.id
        parts = (entry.id, entry.sha256, entry.prompt, str(MATERIALISER_VERSION))
        digest.update("\0".join(parts).encode())
    elif (folder := local_folder(model)) is not None:
        name = folder.resolve().name
        try:
            _hash_folder(folder, digest)
        except OSError as error:
            raise ModelError(f"the model folder {folder} cannot be read ({error})") from error
    else:
        name = model
        digest.update(model.encode())
    return f"{re.sub(r'[^0-9A-Za-z.-]', '_', name)}-{digest.hexdigest()[:12]}"


@cache
def precision() -> str:
    """Return the number format in which this machine encodes: `bfloat16` where the processor computes in it.

    Reads the processor's flags where the system shows them (Linux on x86 and ARM); elsewhere `float32`, which is
    right everywhere and slower. bfloat16 in software would be slower than float32, so nothing less than the
    hardware's own instructions counts. `VERIFY_PRECISION` overrides.
    """
    wish = os.environ.get("VERIFY_PRECISION", "")
    if wish in {"float32", "bfloat16"}:
        return wish
    if not sys.platform.startswith("linux"):
        return "float32"
    try:
        text = Path("/proc/cpuinfo").read_text("ascii", errors="replace")
    except OSError:
        return "float32"
    return "bfloat16" if has_bfloat16(text) else "float32"


def has_bfloat16(cpuinfo: str) -> bool:
    """Tell from the text of /proc/cpuinfo whether the first processor multiplies in bfloat16."""
    for line in cpuinfo.splitlines():
        key, _, value = line.partition(":")
        if key.strip() in {"flags", "Features"}:
            return not {"avx512_bf16", "amx_bf16", "bf16"}.isdisjoint(value.split())
    return False


def sample_hash(path: Path) -> str:
    """Return a SHA-256 over a file's size and its contents, or over a sample every 256 KiB of a large one."""
    digest = hashlib.sha256(str(path.stat().st_size).encode())
    for chunk in _samples(path):
        digest.update(chunk)
    return digest.hexdigest()


def _samples(path: Path) -> Iterator[bytes]:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= SAMPLE_STRIDE * 16:
            yield file.read()
            return
        yield file.read(SAMPLE_STRIDE)  # the header of a safetensors file: names, shapes, types
        for offset in (*range(SAMPLE_STRIDE, size - SAMPLE_BYTES, SAMPLE_STRIDE), size - SAMPLE_BYTES):
            file.seek(offset)
            yield file.read(SAMPLE_BYTES)


def _hash_folder(folder: Path, digest: hashlib._Hash) -> None:
    files = sorted(path for path in folder.rglob("*") if path.suffix in _MODEL_FILE_TYPES and path.is_file())
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()}\0{sample_hash(path)}\0".encode())

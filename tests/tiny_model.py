"""A weight file of the embedded encoder's layout that is small enough to write in a test."""

import struct
from collections.abc import Sequence

import numpy as np

from verify.encoder.weights import BLOCK_WEIGHTS, Header, tensor_shapes

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁query", ":", "▁hello", "▁world", "a", "b", "مرحبا", "▁مرحبا", "e"]
HEADER = Header(
    hidden=32, layers=2, heads=2, feed_forward=64, vocabulary=16, positions=24, token_types=2, layer_norm_epsilon=1e-12
)
NORMAL_FORMS = {"\u200b": " ", "\x01": "", "ﬁ": "fi"}


def pack_q4(values: Sequence[int], scale: float) -> bytes:
    """Pack 32 whole numbers from -8 to 7 as one block, one at a time."""
    halves = bytearray(BLOCK_WEIGHTS // 2)
    for place, value in enumerate(values):
        if place < BLOCK_WEIGHTS // 2:
            halves[place] |= value + 8
        else:
            halves[place - BLOCK_WEIGHTS // 2] |= (value + 8) << 4
    return struct.pack("<e", scale) + bytes(halves)


def tensor_bytes(name: str, shape: tuple[int, ...], seed: int) -> tuple[int, bytes]:
    """Return the type and the bytes of a tensor: matrices of the layers and the words in blocks, the rest plain."""
    random = np.random.default_rng(seed)
    count = int(np.prod(shape))
    if len(shape) == 2 and name not in {"emb.pos", "emb.type"}:
        rows = random.integers(-8, 8, (count // BLOCK_WEIGHTS, BLOCK_WEIGHTS))
        return 1, b"".join(pack_q4(row.tolist(), 0.03125) for row in rows)
    plain = np.ones(count) if name.endswith("ln.w") else random.normal(0, 0.1, count)
    return 0, plain.astype("<f4").tobytes()


def tokenizer_bytes(pieces: Sequence[str] = PIECES) -> bytes:
    """Return the tokenizer block; the score of a piece falls with its place."""
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)])
    scores = np.array([0, 0, 0, 0, *(-1.0 - 0.1 * i for i in range(len(pieces) - 4))])
    text = b"".join(encoded)
    forms = b"".join(
        struct.pack(f"<IB{len(becomes)}I", ord(character), len(becomes), *map(ord, becomes))
        for character, becomes in NORMAL_FORMS.items()
    )
    return (
        struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(text))
        + offsets.astype("<u4").tobytes()
        + scores.astype("<f4").tobytes()
        + text
        + struct.pack("<iI", len(NORMAL_FORMS), len(forms))
        + forms
    )


def weight_file() -> bytes:
    """Return a whole file."""
    h = HEADER
    start = b"E5S1" + struct.pack(
        "<8ifi",
        1, h.hidden, h.layers, h.heads, h.feed_forward, h.vocabulary, h.positions, h.token_types,
        h.layer_norm_epsilon, BLOCK_WEIGHTS,
    )  # fmt: skip
    start += tokenizer_bytes()
    shapes = tensor_shapes(h)
    tensors = {name: tensor_bytes(name, shape, seed) for seed, (name, shape) in enumerate(shapes.items())}
    directory_size = 4 + sum(2 + len(name) + 21 for name in shapes)
    offset = len(start) + directory_size
    directory, body = struct.pack("<i", len(shapes)), b""
    for name, (kind, data) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, int(np.prod(shapes[name])), offset + len(body), len(data))
        body += data
    return start + directory + body

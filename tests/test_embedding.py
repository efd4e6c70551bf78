"""Vectors come from the cache first, and are the same bytes wherever they come from."""

import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import FAKE_DIMENSION, FakeEncoder
from numpy.typing import NDArray

from verify import registry
from verify.datamodels import Encoder
from verify.embedding import CHUNK, embed
from verify.errors import ModelError
from verify.store import VectorCache

TEXTS = ["قتل 12 شخصا", "Twelve people were killed", "قتل 12 شخصا", "", "Douze morts"]


def refuse() -> Encoder:
    raise AssertionError("the encoder was loaded")


def test_rows_are_unit_length_and_in_the_order_of_the_texts(fake_encoder: FakeEncoder) -> None:
    rows = embed(TEXTS, cache=None, load=lambda: fake_encoder, fingerprint="fake")
    assert rows.shape == (len(TEXTS), FAKE_DIMENSION)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(rows, FakeEncoder().encode(TEXTS), atol=1e-3)


def test_a_text_is_encoded_once(fake_encoder: FakeEncoder) -> None:
    rows = embed(TEXTS, cache=None, load=lambda: fake_encoder, fingerprint="fake")
    assert sorted(fake_encoder.encoded) == sorted(set(TEXTS))
    assert (rows[0] == rows[2]).all()


def test_cached_and_new_vectors_are_the_same_bytes(fake_encoder: FakeEncoder, tmp_path: Path) -> None:
    without = embed(TEXTS, cache=None, load=lambda: fake_encoder, fingerprint="fake")
    with VectorCache(tmp_path) as cache:
        first = embed(TEXTS, cache=cache, load=lambda: fake_encoder, fingerprint="fake")
    with VectorCache(tmp_path) as cache:
        second = embed(TEXTS, cache=cache, load=refuse, fingerprint="fake")
    assert without.tobytes() == first.tobytes() == second.tobytes()


def test_only_what_is_missing_is_encoded(fake_encoder: FakeEncoder, tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        embed(TEXTS[:2], cache=cache, load=lambda: fake_encoder, fingerprint="fake")
        fake_encoder.encoded.clear()
        embed(TEXTS, cache=cache, load=lambda: fake_encoder, fingerprint="fake")
    assert sorted(fake_encoder.encoded) == sorted(set(TEXTS[2:]) - set(TEXTS[:2]))


def test_another_encoder_has_its_own_vectors(fake_encoder: FakeEncoder, tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        embed(TEXTS, cache=cache, load=lambda: fake_encoder, fingerprint="one")
        with pytest.raises(AssertionError, match="was loaded"):
            embed(TEXTS, cache=cache, load=refuse, fingerprint="another")


def test_another_number_format_has_its_own_vectors(
    fake_encoder: FakeEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with VectorCache(tmp_path) as cache:
        monkeypatch.setattr("verify.embedding.precision", lambda: "float32")
        embed(TEXTS, cache=cache, load=lambda: fake_encoder, fingerprint="fake")
        monkeypatch.setattr("verify.embedding.precision", lambda: "bfloat16")
        with pytest.raises(AssertionError, match="was loaded"):
            embed(TEXTS, cache=cache, load=refuse, fingerprint="fake")


def test_an_interrupt_loses_one_chunk_at_most(fake_encoder: FakeEncoder, tmp_path: Path) -> None:
    texts = [f"sentence {i:04}" for i in range(2 * CHUNK)]

    def stop(doing: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with VectorCache(tmp_path) as cache:
        with pytest.raises(KeyboardInterrupt):
            embed(texts, cache=cache, load=lambda: fake_encoder, fingerprint="fake", progress=stop)
        fake_encoder.encoded.clear()
        embed(texts, cache=cache, load=lambda: fake_encoder, fingerprint="fake")
    assert len(fake_encoder.encoded) == CHUNK


def test_progress_counts_what_is_missing(fake_encoder: FakeEncoder) -> None:
    told: list[tuple[str, int, int]] = []
    texts = [f"sentence {i}" for i in range(CHUNK + 1)]
    embed(texts, cache=None, load=lambda: fake_encoder, fingerprint="f", progress=lambda *step: told.append(step))
    assert told == [("encoding", CHUNK, CHUNK + 1), ("encoding", CHUNK + 1, CHUNK + 1)]


def test_no_texts_load_nothing() -> None:
    assert embed([], cache=None, load=refuse, fingerprint="fake").shape == (0, 0)


class Broken:
    def __init__(self, make: Callable[[int], NDArray[np.float32]]) -> None:
        self.make = make

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.make(len(texts))


@pytest.mark.parametrize(
    "make",
    [
        lambda n: np.ones((n + 1, 4), np.float32),
        lambda n: np.ones(n, np.float32),
        lambda n: np.full((n, 4), np.nan, np.float32),
    ],
)
def test_an_encoder_that_gives_nonsense_is_refused(make: Callable[[int], NDArray[np.float32]], tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        with pytest.raises(ModelError, match="the encoder gave"):
            embed(["a", "b"], cache=cache, load=lambda: Broken(make), fingerprint="broken")
        assert cache.get("broken", ["a", "b"]) == {}


def test_a_cached_run_imports_no_torch(fake_encoder: FakeEncoder, tmp_path: Path) -> None:
    """In a fresh process, with the embedded model's own fingerprint and a loader that would import it."""
    program = """
        import sys
        from pathlib import Path
        from verify import registry
        from verify.embedding import embed
        from verify.store import VectorCache

        def load():
            from verify.encoder import load_encoder
            return load_encoder("multilingual-e5-small", Path(sys.argv[1]))

        with VectorCache(Path(sys.argv[1])) as cache:
            fingerprint = registry.fingerprint("multilingual-e5-small")
            rows = embed(["a b", "c"], cache=cache, load=load, fingerprint=fingerprint)
        heavy = {"torch", "transformers", "sentence_transformers", "tokenizers", "sklearn"} & set(sys.modules)
        print(rows.shape, sorted(heavy))
    """
    with VectorCache(tmp_path) as cache:
        fingerprint = registry.fingerprint("multilingual-e5-small")
        embed(["a b", "c"], cache=cache, load=lambda: fake_encoder, fingerprint=fingerprint)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"(2, {FAKE_DIMENSION}) []"

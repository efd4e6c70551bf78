"""The relation model: its weights as differences, its judgement of pairs, and what is kept of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from verify.encoder import load_relation, materialise
from verify.encoder.delta import STEPS, Delta, read_delta, write_delta
from verify.encoder.relation import CrossEncoder, RelationModel
from verify.errors import ModelError
from verify.relating import BASE, CHUNK, fingerprint, relate, weights_path
from verify.store import VectorCache

SAME = (
    "قُتل أحد عشر شخصاً في انهيار مبنى سكني في الإسكندرية صباح الاثنين.",
    "لقي 11 شخصاً مصرعهم إثر انهيار عمارة سكنية بالإسكندرية.",
)
AGAINST = (
    "نفت وزارة الخارجية استدعاء السفير الفرنسي في العاصمة.",
    "استدعت وزارة الخارجية السفير الفرنسي واحتجت على تصريحات باريس.",
)
APART = (
    "قُتل أحد عشر شخصاً في انهيار مبنى سكني في الإسكندرية صباح الاثنين.",
    "رفع البنك المركزي سعر الفائدة نصف نقطة في اجتماعه الأخير.",
)
PAIRS = [SAME, AGAINST, APART, ("A short one.", "Another " * 300)]


@settings(max_examples=30)
@given(arrays(np.float32, (3, 4), elements=st.floats(-1, 1, width=32)))
def test_a_difference_is_kept_to_half_a_step_of_its_row(
    tmp_path_factory: pytest.TempPathFactory, values: NDArray[np.float32]
) -> None:
    path = tmp_path_factory.mktemp("delta") / "weights.safetensors"
    bias = values[0]
    write_delta(path, Delta({"matrix": values, "bias": bias}, {"head": values}, {"seed": 1}))
    kept = read_delta(path)
    step = np.abs(values).max(axis=1, keepdims=True) / STEPS
    assert (np.abs(kept.differences["matrix"] - values) <= step * 0.501 + 1e-12).all()
    assert kept.differences["bias"].shape == bias.shape
    np.testing.assert_array_equal(kept.added["head"], values)
    assert kept.card == {"seed": 1}


@pytest.mark.parametrize("content", [b"", b"no tensors", b"\x08" + bytes(7) + b"{broken}"])
def test_damaged_weights_are_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        read_delta(path)


def test_missing_weights_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_delta(tmp_path / "nothing.safetensors")


@pytest.fixture(scope="module")
def model(model_cache: Path) -> RelationModel:
    return load_relation(BASE, weights_path(), model_cache)


def test_weights_of_another_body_are_refused(model_cache: Path, model: RelationModel) -> None:
    other = CrossEncoder(materialise(BASE, model_cache))
    with pytest.raises(ModelError, match="another encoder"):
        other.add(Delta({"no.such.weight": np.zeros(3, np.float32)}, {}, {}))


def test_a_judgement_depends_on_its_pair_alone(model: RelationModel) -> None:
    together = model.logits(PAIRS)
    assert together.shape == (len(PAIRS), 6)
    assert np.isfinite(together).all()
    for pair, row in zip(PAIRS, together, strict=True):
        np.testing.assert_array_equal(model.logits([pair])[0], row)


def test_what_is_said_twice_agrees_more_than_what_is_not(model: RelationModel) -> None:
    agree, conflict = 0, 1
    same, against, apart, _ = model.logits(PAIRS)
    assert same[agree] > max(against[agree], apart[agree])
    assert against[conflict] > apart[conflict]


class Counting:
    """A relation model that tells what it was asked: numbers from the texts' lengths."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += pairs
        return np.array([[len(left), len(right), 0, 0, 0, 0] for left, right in pairs], np.float32)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VectorCache]:
    with VectorCache(tmp_path) as opened:
        yield opened


def test_a_pair_and_its_turned_form_are_judged_once(cache: VectorCache) -> None:
    own = Counting()
    rows = relate([("bb", "a"), ("a", "bb"), ("a", "bb")], cache=cache, load=lambda: own, fingerprint="f")
    assert own.asked == [("a", "bb")]
    assert (rows == rows[0]).all()
    again = Counting()
    np.testing.assert_array_equal(relate([("bb", "a")], cache=cache, load=lambda: again, fingerprint="f"), rows[:1])
    assert again.asked == []


def test_nothing_is_loaded_for_nothing() -> None:
    def load() -> Counting:
        raise AssertionError("loaded")

    assert relate([], cache=None, load=load, fingerprint="f").shape == (0, 6)


def test_an_interrupt_loses_one_chunk_at_most(cache: VectorCache) -> None:
    pairs = [("a", "b" * number) for number in range(1, 2 * CHUNK + 1)]

    def stop(_step: str, done: int, _total: int) -> None:
        if done > CHUNK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relate(pairs, cache=cache, load=Counting, fingerprint="f", progress=stop)
    again = Counting()
    relate(pairs, cache=cache, load=lambda: again, fingerprint="f")
    assert again.asked == []


def test_other_weights_have_other_judgements(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    assert fingerprint(one) != fingerprint(other)

"""Trained decisions: weights as data, and what is said when the data cannot be used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from verify import decisions
from verify.comparison import moving
from verify.datamodels import Kind
from verify.decisions import FILE, Logistic, trained, trained_choice, using
from verify.errors import ModelError
from verify.matching import decide, features, oppositions, relate, rivals, slots

COLUMNS = ("near", "far")
TINY = {"tiny": {"features": [*COLUMNS], "mean": [1, 0], "scale": [2, 1], "weights": [4, 0], "intercept": -1}}


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A models folder of the test's own; what was read before is forgotten, and so is what the test reads."""

    def forget() -> None:
        decisions.trained.cache_clear()
        decisions.trained_choice.cache_clear()
        decisions._file.cache_clear()

    forget()
    monkeypatch.setattr(decisions, "models_dir", lambda: tmp_path)
    yield tmp_path
    forget()


def test_a_probability_is_the_sigmoid_of_the_weighted_sum() -> None:
    with using(TINY):
        probability = trained("tiny", COLUMNS).probability(np.array([[1.0, 7.0], [1.5, 0.0], [3.0, 0.0]]))
    assert probability == pytest.approx([1 / (1 + np.e), 0.5, 1 / (1 + np.exp(-3))])


def test_extreme_rows_stay_finite_and_within_bounds() -> None:
    extreme = Logistic(np.zeros(1), np.ones(1), np.ones(1), 0.0).probability(np.array([[1e300], [-1e300]]))
    assert np.isfinite(extreme).all()
    assert (extreme >= 0).all()
    assert (extreme <= 1).all()


def test_no_rows_give_no_probabilities() -> None:
    with using(TINY):
        assert trained("tiny", COLUMNS).probability(np.zeros((0, 2))).shape == (0,)


def test_a_missing_file_is_named(models: Path) -> None:
    with pytest.raises(ModelError, match=FILE):
        trained("tiny", COLUMNS)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"tiny": 1}',
        '{"tiny": {}}',
        json.dumps({"tiny": {**TINY["tiny"], "mean": ["x", "y"]}}),
        json.dumps({"tiny": {**TINY["tiny"], "intercept": None}}),
        json.dumps({"tiny": {**TINY["tiny"], "features": None}}),
    ],
)
def test_a_damaged_file_is_named(models: Path, content: str) -> None:
    (models / FILE).write_text(content, "utf-8")
    with pytest.raises(ModelError, match=FILE):
        trained("tiny", COLUMNS)


def test_a_file_that_is_no_text_is_named(models: Path) -> None:
    (models / FILE).write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ModelError, match=FILE):
        trained("tiny", COLUMNS)


@pytest.mark.parametrize("columns", [("far", "near"), ("near",), ("near", "far", "more"), ()])
def test_other_features_than_those_of_the_training_are_refused(columns: tuple[str, ...]) -> None:
    with using(TINY), pytest.raises(ModelError, match="other features"):
        trained("tiny", columns)


def test_replaced_decisions_are_restored() -> None:
    before = trained(decide.FIRST, features.NAMES)
    with using(TINY):
        assert trained("tiny", COLUMNS).intercept == -1
        with pytest.raises(ModelError):
            trained(decide.FIRST, features.NAMES)
        with using({"tiny": {**TINY["tiny"], "intercept": 5}}):
            assert trained("tiny", COLUMNS).intercept == 5
        assert trained("tiny", COLUMNS).intercept == -1
    assert trained(decide.FIRST, features.NAMES).weights.tolist() == before.weights.tolist()
    with pytest.raises(ModelError):
        trained("tiny", COLUMNS)


def _fail() -> None:
    with using(TINY):
        raise RuntimeError("within")


def test_replaced_decisions_are_restored_after_an_error() -> None:
    with pytest.raises(RuntimeError, match="within"):
        _fail()
    with pytest.raises(ModelError):
        trained("tiny", COLUMNS)


def needed() -> list[tuple[str, tuple[str, ...]]]:
    """Return every decision that a run asks for, with its columns."""
    every = [
        (decide.FIRST, tuple(features.NAMES)),
        (decide.DECISION, decide.JUDGED_NAMES),
        (oppositions.OPPOSED, oppositions.NAMES),
        (oppositions.MOVED, oppositions.NAMES),
        (moving.DECISION, tuple(moving.NAMES)),
    ]
    for kind in (Kind.QUANTITY, Kind.DATE):
        slot, differs, agrees = rivals.decisions(kind)
        every += [(slot, slots.NAMES_OF[kind]), (differs, rivals.names(kind)), (agrees, rivals.names(kind))]
    return every


@pytest.mark.parametrize(("name", "columns"), needed(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_shipped_decisions_fit_what_the_code_computes(name: str, columns: tuple[str, ...]) -> None:
    decision = trained(name, columns)
    assert decision.mean.shape == decision.scale.shape == decision.weights.shape == (len(columns),)
    assert (decision.scale > 0).all()
    assert np.isfinite([*decision.mean, *decision.weights, decision.intercept]).all()


@pytest.mark.parametrize("name", [relate.HEADLINES, relate.SENTENCES])
def test_the_shipped_choices_fit_what_the_code_computes(name: str) -> None:
    choice = trained_choice(name, relate.NAMES, relate.LABELS)
    assert choice.weights.shape == (len(relate.LABELS), len(relate.NAMES))
    values = choice.probabilities(np.vstack([choice.mean, choice.mean + 9 * choice.scale, choice.mean - 1e6]))
    np.testing.assert_allclose(values.sum(axis=1), 1)
    assert (values >= 0).all()


CHOICE = {"labels": ["a", "b"], "features": ["near", "far"], "mean": [0, 0], "scale": [1, 1]}


def test_a_choice_is_the_softmax_of_its_weighted_sums() -> None:
    with using({"c": {**CHOICE, "weights": [[1, 0], [0, 2]], "intercept": [0, 1]}}):
        values = trained_choice("c", COLUMNS, ("a", "b")).probabilities(np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert values[:, 0] == pytest.approx([0.5, 1 / (1 + np.exp(3))])


def test_a_choice_between_other_labels_is_refused() -> None:
    whole = {**CHOICE, "weights": [[1, 0], [0, 2]], "intercept": [0, 1]}
    with using({"c": whole}), pytest.raises(ModelError, match="other labels"):
        trained_choice("c", COLUMNS, ("a", "c"))
    with using({"c": whole | {"mean": None}}), pytest.raises(ModelError, match=FILE):
        trained_choice("c", COLUMNS, ("a", "b"))


def test_closer_claims_are_more_probably_the_same() -> None:
    decision = trained(decide.FIRST, features.NAMES)
    row = decision.mean.copy()
    more = row.copy()
    more[features.NAMES.index("containment")] += decision.scale[features.NAMES.index("containment")]
    low, high = decision.probability(np.array([row, more]))
    assert low < high

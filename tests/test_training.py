"""Training: what is drawn from the data, that a model learns from it, and that a broken-off run goes on."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from verify.encoder import materialise
from verify.encoder.delta import read_delta
from verify.errors import InputError
from verify.relating import BASE, FILE
from verify.settings import models_dir
from verify.training import courses
from verify.training.courses import HELD_GROUPS, SPLIT_SEED, Sources, fold_file, on_events, train_all
from verify.training.fitting import FOLDS
from verify.training.pairs import MOST_OF_A_GROUP, Pair, claim_pair, groups, headlines, pairs_of, split, unrelated
from verify.training.relating import Judged, calibration_error, choice, crossed, figures
from verify.training.relation import Course, Trainer

GROUP: dict[str, Any] = {
    "base": "base",
    "agree": ["agree 1", "agree 2"],
    "conflict": ["against 1", "against 2"],
    "update": ["later"],
    "other": ["other 1", "other 2"],
}


def test_every_shipped_group_can_be_read_and_learnt_from() -> None:
    found = groups(models_dir() / "pairs")
    assert Counter(group["file"] for group in found).keys() == {
        "headlines-ar-1",
        "headlines-ar-2",
        "sentences-ar-1",
        "sentences-ar-2",
        "mixed",
    }
    for group in found:
        texts = [group["base"], *(text for label in MOST_OF_A_GROUP for text in group[label])]
        assert len(texts) == len(set(texts)) > 3, group["base"]
        assert all(text.strip() for text in texts)
        assert group["agree"]
        assert group["conflict"]


def test_held_groups_are_never_among_those_learnt() -> None:
    found = groups(models_dir() / "pairs")
    learnt, held = split(found, HELD_GROUPS, SPLIT_SEED)
    assert len(held) == HELD_GROUPS
    assert len(learnt) + len(held) == len(found)
    assert not {group["base"] for group in held} & {group["base"] for group in learnt}


def test_what_agrees_agrees_among_itself_and_what_conflicts_conflicts_with_all_of_it() -> None:
    drawn = {
        (pair.left, pair.right): pair.target for seed in range(40) for pair in pairs_of(GROUP, random.Random(seed))
    }
    assert drawn["agree 1", "agree 2"] == (1, 0, 0)
    assert drawn["agree 2", "against 1"] == (0, 1, 0)
    assert drawn["base", "later"] == (0, 0, 1)
    assert drawn["base", "other 1"] == (0, 0, 0)
    assert not any({"against 1", "against 2"} == set(pair) for pair in drawn)


@pytest.mark.parametrize(
    "line", ["[]", "{}", '{"base": 3}', '{"base": "a", "agree": [1]}', '{"base": "a", "agree": 1}', "{"]
)
def test_a_line_that_is_no_group_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "some.jsonl").write_text('{"base": "a"}\n' + line + "\n", "utf-8")
    with pytest.raises(InputError, match=r"some\.jsonl:2"):
        groups(tmp_path)


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "s1,s2,stance\na,b,perhaps\n"])
def test_headlines_in_another_form_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "train.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"train\.csv"):
        headlines(path)


def test_headlines_of_two_rows_are_other() -> None:
    rows = [Pair(f"left {n}", f"right {n}", "headlines", (1.0, 0.0, 0.0)) for n in range(5)]
    drawn = unrelated(rows, 50, random.Random(1))
    assert len(drawn) == 50
    assert all(pair.left[-1] != pair.right[-1] and pair.target == (0.0, 0.0, 1.0) for pair in drawn)
    assert unrelated(rows[:1], 50, random.Random(1)) == []


def test_no_event_of_a_fold_is_learnt_without_it() -> None:
    events = [[claim_pair(f"event {n}", "text", {"agree"})] for n in range(2 * FOLDS)]
    given = Sources([], [GROUP], [], events)
    for fold in range(FOLDS):
        learnt = {pair.left for pairs in on_events(given, 0, fold).epochs for pair in pairs}
        assert f"event {fold}" not in learnt
        assert f"event {fold + FOLDS}" not in learnt
        assert f"event {(fold + 1) % FOLDS}" in learnt
    assert {pair.left for pairs in on_events(given, 0, None).epochs for pair in pairs} >= {p[0].left for p in events}


LEARNT = [
    claim_pair("The dam broke at night.", "At night the dam gave way.", {"agree"}),
    claim_pair("The dam broke at night.", "The dam has held.", {"conflict"}),
    Pair("ارتفع الذهب", "صعود الذهب", "headlines", (1.0, 0.0, 0.0)),
    Pair("ارتفع الذهب", "هبوط الذهب", "headlines", (0.0, 1.0, 0.0)),
]


@pytest.fixture(scope="module")
def folder(model_cache: Path) -> Path:
    return materialise(BASE, model_cache)


def test_a_model_learns_and_the_seed_decides_everything(folder: Path) -> None:
    losses: list[list[float]] = []
    weights = []
    for _ in range(2):
        own: list[float] = []
        trainer = Trainer(folder, 3)
        trainer.learn(Course([LEARNT] * 8, 2e-4), lambda _s, _n, loss, own=own: own.append(loss))  # type: ignore[misc]
        trainer.learn(Course([LEARNT], 2e-4), lambda _s, _n, loss, own=own: own.append(loss))  # type: ignore[misc]
        losses.append(own)
        weights.append(trainer.delta({"seed": 3}))
    assert losses[0] == losses[1]
    assert losses[0][-1] < losses[0][0]
    for name, difference in weights[0].differences.items():
        np.testing.assert_array_equal(difference, weights[1].differences[name])


def test_training_goes_on_where_it_stopped(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "FOUNDATION_EPOCHS", 1)
    given = Sources(LEARNT[2:], [GROUP], [], [[pair] for pair in LEARNT[:2]])
    taken: list[str] = []

    def note(name: str, _step: int, _steps: int, _loss: float) -> None:
        taken.append(name)
        if name == "without fold 0" and len(set(taken)) == 3 and not fold_file(tmp_path, 1).exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_all(folder, given, tmp_path, 0, note)
    assert set(taken) == {"foundation", "all events", "without fold 0"}
    assert not fold_file(tmp_path, 0).exists()
    taken.clear()
    fold_file(tmp_path, 1).write_bytes(b"kept")
    assert train_all(folder, given, tmp_path, 0, note) == tmp_path / FILE
    assert set(taken) == {"without fold 0", "without fold 2", "without fold 3", "without fold 4"}
    assert read_delta(tmp_path / FILE).card["course"] == "all events"
    assert list(tmp_path.glob(".*")) == []


def test_figures_of_a_perfect_and_of_a_blind_judge() -> None:
    labels = np.array([0, 1, 2] * 20)
    assert figures(np.eye(3)[labels], labels).startswith("macro-F1 1.000 (agree 1.000")
    assert calibration_error(np.eye(3)[labels], labels) == 0
    assert calibration_error(np.tile([1.0, 0.0, 0.0], (60, 1)), labels) == pytest.approx(2 / 3)


def test_a_calibration_learns_what_its_features_tell() -> None:
    draw = np.random.default_rng(1)
    labels = draw.integers(0, 3, 300)
    rows = draw.normal(size=(300, 13))
    rows[:, :3] += 3 * np.eye(3)[labels]
    given = Judged(rows, labels)
    values = crossed(given)
    np.testing.assert_allclose(values.sum(axis=1), 1)
    assert (values.argmax(axis=1) == labels).mean() > 0.85
    assert calibration_error(values, labels) < 0.1
    assert len(choice(given)["weights"]) == 3  # type: ignore[arg-type]

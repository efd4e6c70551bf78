"""`verify relate`: pairs in, one JSON line each out."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from verify.cli.app import app
from verify.cli.pairs import json_lines, read_pairs
from verify.datamodels import Related
from verify.errors import InputError
from verify.matching.relate import HEADLINES, LONGEST_HEADLINE, NAMES, SENTENCES, decision, features, reasons
from verify.pipeline import reading
from verify.settings import Settings

PAIRS = [
    ("ارتفاع أسعار النفط بعد خفض الإنتاج", "النفط يصعد عقب تقليص الإنتاج"),
    ("ارتفاع أسعار النفط بعد خفض الإنتاج", "هبوط أسعار النفط رغم خفض الإنتاج"),
    ("مقتل 3 جنود في هجوم غربي البلاد", 'مقتل سبعة جنود في "هجوم", غربي البلاد'),
]


def table(pairs: list[tuple[str, str]], **more: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", *more, "s2", "s1"])
    for number, (left, right) in enumerate(pairs):
        writer.writerow([number, *more.values(), right, left])
    return out.getvalue()


def run(content: str, model_cache: Path) -> tuple[int, list[dict[str, float]], str]:
    result = CliRunner().invoke(app, ["relate", "-", "--cache-dir", str(model_cache)], input=content.encode())
    lines = [json.loads(line) for line in result.stdout.splitlines()] if result.exit_code == 0 else []
    return result.exit_code, lines, result.stderr


def test_one_line_a_pair_in_order_with_probabilities(model_cache: Path) -> None:
    code, lines, _ = run(table(PAIRS, stance="agree"), model_cache)
    assert code == 0
    assert len(lines) == len(PAIRS)
    for line in lines:
        assert sum(line[name] for name in ("agree", "conflict", "other")) == pytest.approx(1, abs=2e-4)
    assert lines[0]["agree"] > lines[1]["agree"]
    assert lines[1]["conflict"] > lines[0]["conflict"]
    assert any("3" in reason for reason in lines[2]["reasons"])  # type: ignore[attr-defined]
    assert "reasons" not in lines[0]


def test_a_pair_is_judged_the_same_beside_others_and_turned(model_cache: Path) -> None:
    _, together, _ = run(table(PAIRS), model_cache)
    _, alone, _ = run(table([PAIRS[1]]), model_cache)
    assert alone == together[1:2]


def test_a_file_without_rows_gives_no_lines(model_cache: Path) -> None:
    assert run("s1,s2\n", model_cache)[:2] == (0, [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no column s1"),
        ("s1,stance\na,b\n", "no column s2"),
        ("s1,s2\na\n", "without two texts"),
        ("s1,s2\na,  \n", "without two texts"),
        ('s1,s2\n"a,b\n', ""),
    ],
)
def test_bad_tables_are_one_line_and_code_2(model_cache: Path, content: str, said: str) -> None:
    code, _, stderr = run(content, model_cache)
    assert code == 2
    assert stderr.count("\n") == 1
    assert said in stderr


def test_what_is_no_utf_8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    with pytest.raises(InputError, match=r"pairs\.csv"):
        read_pairs(path)
    path.write_bytes("s1,s2\nقال,قال\n".encode("cp1256"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_pairs(path)


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: bool(text.strip())
)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_whatever_a_csv_can_hold_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("pairs") / "p.csv"
    path.write_text(table(pairs), "utf-8", newline="")
    assert read_pairs(path) == [(left.strip(), right.strip()) for left, right in pairs]


def test_reasons_come_from_facts_that_differ() -> None:
    settings = Settings(language="en")
    left, right, third = (
        reading(text, settings)
        for text in (
            "The blast killed 12 people on 3 March 2024.",
            "The blast killed 15 people on 5 March 2024.",
            "The blast killed about 12 people.",
        )
    )
    assert len(reasons(left, right)) == 2
    assert reasons(left, third) == []
    assert len(features(left, right, np.zeros(6, np.float32))) == len(NAMES)


def test_length_tells_a_headline() -> None:
    assert decision("short", "short too") == HEADLINES
    assert decision("short", "x" * (LONGEST_HEADLINE + 1)) == SENTENCES


def test_lines_hold_every_script() -> None:
    assert json.loads(json_lines([Related(0.1, 0.7, 0.2, ("٣ against ٥",))])) == {
        "agree": 0.1,
        "conflict": 0.7,
        "other": 0.2,
        "reasons": ["٣ against ٥"],
    }

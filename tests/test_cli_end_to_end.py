"""The commands with the real pipeline, as a user types them: a few invented articles, good and bad."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ARTICLES = {
    "harbour.txt": """---
source: Harbour Gazette
published: 2025-05-07
language: en
---
A warehouse fire in Port Salmin killed 12 people on Tuesday night, the fire service said.
The fire service said the warehouse belonged to the Salmin Grain Company.
Port Salmin has about 80,000 residents.
The interior minister, Karim Haddad, denied that the warehouse held fireworks.
""",
    "coast.txt": """---
source: Coast Daily
published: 2025-05-07
language: en
---
A warehouse fire in Port Salmin killed 21 people on Tuesday night, the fire service said.
The warehouse belonged to the Salmin Grain Company, the fire service said.
Schools in the town stay closed until Monday.
""",
    "mina.txt": """---
source: الميناء
published: 2025-05-07
language: ar
---
قتل 12 شخصا في حريق مستودع في بورت سالمين مساء الثلاثاء، بحسب جهاز الإطفاء.
وقال جهاز الإطفاء إن المستودع تملكه شركة سالمين للحبوب.
وزار رئيس البلدية المصابين في المستشفى.
""",
}


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.out)
        return content


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for the whole session: the encoder is materialised once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def verify(*arguments: str | Path, cache: Path | None = None, stdin: bytes = b"", cwd: Path | None = None) -> Done:
    options = ["--cache-dir", str(cache)] if cache is not None else []
    done = subprocess.run(
        [sys.executable, "-m", "verify", *map(str, arguments), *options],
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
        cwd=cwd,
        env=os.environ | {"COLUMNS": "100"},
    )
    result = Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert "Traceback" not in result.err, result.err
    return result


def test_a_report_keeps_its_promises(articles: Path, cache: Path, tmp_path: Path) -> None:
    stem = tmp_path / "reports" / "fire"
    done = verify("report", articles, "-o", stem, "--no-time", cache=cache)
    assert done.err == ""
    report = json.loads(stem.with_suffix(".json").read_text("utf-8"))
    relations = {finding["relation"] for finding in report["findings"]}
    assert done.code == int("conflict" in relations)
    assert len(report["articles"]) == 3
    texts = {article["id"]: Path(article["path"]).read_text("utf-8") for article in report["articles"]}
    for finding in report["findings"]:
        for each in finding["evidence"]:
            text = texts[each["article"]]
            assert text[each["start_char"] : each["end_char"]] == each["surface"]
            assert text.splitlines()[each["line"] - 1].find(each["surface"].splitlines()[0]) >= 0
    page = stem.with_suffix(".md").read_text("utf-8")
    assert "Harbour Gazette" in page
    assert 'dir="rtl">الميناء<' in page


def test_twelve_against_twenty_one_dead_is_a_conflict(articles: Path, cache: Path) -> None:
    report = verify("report", articles, "--format", "json", "--no-time", cache=cache)
    conflicts = [finding for finding in report.json()["findings"] if finding["relation"] == "conflict"]
    values = [{each["value"] for each in finding["evidence"]} for finding in conflicts]
    assert {"12", "21"} in values
    assert report.code == 1


def test_the_order_of_the_paths_changes_nothing(articles: Path, cache: Path, tmp_path: Path) -> None:
    paths = sorted(articles.iterdir())
    for name, order in (("one", paths), ("two", paths[::-1])):
        verify("report", *order, "-o", tmp_path / name, "--no-time", cache=cache)
    for suffix in (".md", ".json"):
        one, two = ((tmp_path / name).with_suffix(suffix).read_bytes() for name in ("one", "two"))
        assert one == two


def bad_inputs(folder: Path) -> dict[str, Path]:
    (folder / "bad").mkdir()
    made = {
        "empty": folder / "bad" / "empty.txt",
        "binary": folder / "bad" / "binary.txt",
        "no_articles": folder / "bad" / "none",
        "missing": folder / "bad" / "missing.txt",
    }
    made["empty"].write_bytes(b"")
    made["binary"].write_bytes(bytes(range(256)) * 20)
    made["no_articles"].mkdir()
    return made


@pytest.mark.parametrize("kind", ["empty", "binary", "no_articles", "missing"])
@pytest.mark.parametrize("command", [["report"], ["check", "A fire killed 12 people."], ["facts"]])
def test_nothing_readable_is_one_line_and_code_two(kind: str, command: list[str], tmp_path: Path) -> None:
    done = verify(*command, bad_inputs(tmp_path)[kind])
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("verify: ")
    assert bad_inputs_name(kind) in done.err


def bad_inputs_name(kind: str) -> str:
    return {"empty": "empty.txt", "binary": "binary.txt", "no_articles": "none", "missing": "missing.txt"}[kind]


@pytest.mark.parametrize("kind", ["empty", "binary", "missing"])
def test_good_articles_beside_a_bad_one_are_reported(kind: str, articles: Path, cache: Path, tmp_path: Path) -> None:
    bad = bad_inputs(tmp_path)[kind]
    done = verify("report", *sorted(articles.iterdir()), bad, "--format", "json", cache=cache)
    assert done.code in {0, 1}
    assert done.err.count("\n") == 1
    assert bad.name in done.err
    report = done.json()
    assert [Path(each["path"]).name for each in report["unreadable"]] == [bad.name]
    assert len(report["articles"]) == 3


def test_one_article_only_is_said(articles: Path, cache: Path) -> None:
    done = verify("report", articles / "coast.txt", cache=cache)
    assert done.code == 2
    assert "nothing to compare it with" in done.err
    assert "Coast Daily" in done.out


def test_an_article_beside_itself_is_the_same(articles: Path, cache: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(ARTICLES["coast.txt"], "utf-8")
    done = verify("diff", articles / "coast.txt", copy, "--format", "json", cache=cache)
    assert done.code == 0
    assert {row["status"] for row in done.json()["rows"]} == {"same"}


def test_a_diff_shows_the_changed_figure(articles: Path, cache: Path) -> None:
    done = verify("diff", articles / "harbour.txt", articles / "coast.txt", cache=cache)
    assert done.code == 1
    assert "[-12" in done.out
    assert "{+21" in done.out
    assert "\x1b" not in done.out


@pytest.mark.parametrize(
    ("claim", "verdict", "code"),
    [
        ("The warehouse belonged to the Salmin Grain Company.", "supported", 0),
        ("A warehouse fire in Port Salmin killed 300 people on Tuesday night.", "refuted", 1),
        ("The central bank raised interest rates.", "not_enough_info", 0),
    ],
)
def test_a_claim_gets_its_verdict(claim: str, verdict: str, code: int, articles: Path, cache: Path) -> None:
    done = verify("check", claim, articles, "--format", "json", cache=cache)
    assert done.json()["verdict"] == verdict
    assert done.code == code


def test_facts_of_standard_input_have_offsets_into_it() -> None:
    text = "قتل أكثر من 70 شخصا\r\nفي 3 مارس 2025، بحسب وزارة الصحة."
    done = verify("facts", "-", "--language", "ar", "--format", "json", stdin=text.encode())
    assert done.code == 0
    (article,) = done.json()["articles"]
    assert article["path"] == "-"
    facts = article["facts"]
    for fact in facts:
        assert text[fact["start_char"] : fact["end_char"]] == fact["surface"]
    quantity = next(fact for fact in facts if fact["type"] == "quantity")
    assert (quantity["low"], quantity["high"], quantity["hedge"]) == (70, None, "more_than")
    day = next(fact for fact in facts if fact["type"] == "date")
    assert (day["start"], day["end"]) == ("2025-03-03", "2025-03-03")


def test_relative_dates_stand_on_the_day_given() -> None:
    text = "The shop opened yesterday."
    done = verify(
        "facts", "-", "--language", "en", "--published", "2025-03-04", "--format", "json", stdin=text.encode()
    )
    (day,) = [fact for fact in done.json()["articles"][0]["facts"] if fact["type"] == "date"]
    assert (day["start"], day["end"]) == ("2025-03-03", "2025-03-03")


def test_facts_of_files_for_people(articles: Path) -> None:
    done = verify("facts", articles)
    assert done.code == 0
    assert "⟦12 people⟧" in done.out
    assert "mina.txt · الميناء · Arabic · 7 May 2025" in done.out

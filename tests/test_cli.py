"""The commands round a pipeline of hand-made results: options, files, exit codes, and every way to fail."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from comparisons import TEXTS, check_result, comparison, diff, facts
from typer.testing import CliRunner

import verify
from verify import __version__, cli
from verify.cli import outcome, output
from verify.cli.app import app
from verify.cli.progress import ProgressBar
from verify.datamodels import Article, CheckResult, Claim, Comparison, Diff, Unreadable, Verdict
from verify.errors import InputError, ModelError, OutputError
from verify.settings import DEFAULT_MODEL, Settings

COMMANDS = ("report", "diff", "check", "facts", "relate")
ROOT = Path(__file__).parent.parent

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process and return its exit code."""

    def call(*arguments: str | Path) -> int:
        monkeypatch.setattr(sys, "argv", ["verify", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        assert isinstance(code, int)
        return code

    return call


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """An empty module in the place of the pipeline: what these tests are about is all round it."""
    module = ModuleType("verify.pipeline")
    monkeypatch.setitem(sys.modules, "verify.pipeline", module)
    monkeypatch.setattr(verify, "pipeline", module, raising=False)
    return module


@pytest.fixture
def asked(pipeline: ModuleType) -> dict[str, Any]:
    """Put hand-made results in the place of the pipeline; what it was asked is recorded."""
    seen: dict[str, Any] = {}

    def report(paths: Sequence[Path], settings: Settings, progress: object = None) -> Comparison:
        seen.update(paths=list(paths), settings=settings)
        return comparison()

    def compare(left: Path, right: Path, settings: Settings, progress: object = None) -> Diff:
        seen.update(paths=[left, right], settings=settings)
        return diff()

    def check(claim: str, paths: Sequence[Path], settings: Settings, progress: object = None) -> CheckResult:
        seen.update(claim=claim, paths=list(paths), settings=settings)
        return check_result(seen.get("verdict", Verdict.REFUTED))

    def read(
        paths: Sequence[Path], settings: Settings, *, stdin: str | None = None, published: date | None = None
    ) -> tuple[tuple[tuple[Article, tuple[Claim, ...]], ...], tuple[Unreadable, ...]]:
        seen.update(paths=list(paths), settings=settings, stdin=stdin, published=published)
        return facts(), (Unreadable("in/bad.bin", "binary"),)

    for name, fake in (("report", report), ("diff", compare), ("check", check), ("facts", read)):
        setattr(pipeline, name, fake)
    return seen


def returning(result: object) -> Callable[..., object]:
    """A step of the pipeline that ends with `result`, raised if it is an error."""

    def step(*_arguments: object, **_options: object) -> object:
        if isinstance(result, BaseException):
            raise result
        return result

    return step


def one_line_of_error(capsys: pytest.CaptureFixture[str]) -> str:
    error = capsys.readouterr().err
    assert error.startswith("verify: ")
    assert error.count("\n") == 1
    assert error.endswith("\n")
    return error[len("verify: ") : -1]


# Help and start-up


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(command: str, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command.split(), "--help") == 0
    assert f"Usage: verify {command}".rstrip() in capsys.readouterr().out


def test_version(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"verify {__version__}\n"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_nothing_heavy(command: str) -> None:
    program = (
        "import sys; from verify.cli import main\n"
        f"sys.argv = {['verify', *command.split(), '--help']!r}\n"
        "try: main()\n"
        "except SystemExit as ended: assert not ended.code\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(re.findall("'([^']*)'", done.stderr))
    assert "typer" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "sklearn", "numpy", "scipy", "rich", "babel"}
    assert "Usage: verify" in done.stdout


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    names = {info.name or (info.callback.__name__ if info.callback else "") for info in app.registered_commands}
    assert names == set(COMMANDS)
    for name in COMMANDS:
        section = text[text.index(f"## verify {name}") :]
        section = section[: section.index("\n## ", 5)]
        shown = subprocess.run(
            [sys.executable, "-m", "verify", name, "--help"], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        options = set(re.findall(r"(?<=[ /])--[a-z-]+", shown[shown.index("Options:") :])) - {"--help"}
        assert options
        for option in options:
            assert f"`{option}" in section, f"{option} of {name}"


@pytest.mark.parametrize("name", ["train", "eval"])
def test_every_option_of_the_model_commands_is_documented(name: str) -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    section = text[text.index("## verify model train") :]
    section = section[: section.index("\n## ", 5)]
    program = [sys.executable, "-m", "verify", "model", name, "--help"]
    shown = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60).stdout
    options = set(re.findall(r"--[a-z-]+", shown[shown.index("Options:") :])) - {"--help"}
    assert options
    assert all(f"`{option}" in section for option in options)


@pytest.mark.parametrize("name", ["train", "eval"])
def test_training_without_its_data_is_trouble(name: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["model", name, str(tmp_path), "--work", str(tmp_path / "work")])
    assert result.exit_code == 2
    assert "events is missing" in result.stderr


def test_no_command_says_how_to_use_it(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    shown = capsys.readouterr()
    assert "Usage: verify" in shown.out + shown.err


@pytest.mark.parametrize("arguments", [["report"], ["diff", "a"], ["check"], ["facts"], ["report", "x", "--nothing"]])
def test_a_wrong_command_line_is_trouble(arguments: list[str], run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "Usage: verify" in capsys.readouterr().err


# verify report


def test_a_report_goes_to_standard_output(run: Run, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "in/fire", "in/more.txt") == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("# Cross-source consistency report\n")
    assert shown.err == "verify: in/fire/photo.jpg: not text: it holds binary data\n"
    assert asked["paths"] == [Path("in/fire"), Path("in/more.txt")]
    assert asked["settings"] == Settings()


@pytest.mark.usefixtures("asked")
def test_json_goes_to_standard_output(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "in", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["schema_version"] == 1


def test_options_reach_the_pipeline(run: Run, asked: dict[str, Any], tmp_path: Path) -> None:
    run("report", "in", "--model", "m", "--cache-dir", tmp_path, "--no-cache", "--language", "AR")
    assert asked["settings"] == Settings(model="m", cache_dir=tmp_path, use_cache=False, language="ar")


@pytest.mark.usefixtures("asked")
def test_files_are_written_beside_each_other(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "in", "-o", tmp_path / "new" / "deep" / "fire.v2") == 1
    folder = tmp_path / "new" / "deep"
    assert sorted(path.name for path in folder.iterdir()) == ["fire.v2.json", "fire.v2.md"]
    assert capsys.readouterr().out == ""
    text = (folder / "fire.v2.md").read_text("utf-8")
    target = re.search(r"\[post\.txt\]\(([^)]*)\)", text)
    assert target is not None
    linked = Path(os.path.normpath(folder.resolve() / target[1]))
    assert linked == Path.cwd() / "in/fire/post.txt"


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("given", "formats", "expected"),
    [
        ("fire", [], ["fire.json", "fire.md"]),
        ("fire", ["md"], ["fire.md"]),
        ("fire", ["json", "md", "json"], ["fire.json", "fire.md"]),
        ("fire.md", [], ["fire.json", "fire.md"]),
        ("fire.2024", ["md"], ["fire.2024.md"]),
    ],
)
def test_the_format_chooses_the_files(
    given: str, formats: list[str], expected: list[str], run: Run, tmp_path: Path
) -> None:
    options = [option for each in formats for option in ("--format", each)]
    assert run("report", "in", "-o", tmp_path / given, *options) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == expected


@pytest.mark.usefixtures("asked")
def test_without_the_time_two_runs_are_equal(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("report", "in", "-o", tmp_path / name, "--no-time")
    for suffix in (".md", ".json"):
        one, two = ((tmp_path / name).with_suffix(suffix).read_bytes() for name in ("one", "two"))
        assert one == two
        assert b"Made on" not in one
        assert b"generated" not in one
    run("report", "in", "-o", tmp_path / "three")
    assert "Made on" in (tmp_path / "three.md").read_text("utf-8")


@pytest.mark.usefixtures("asked")
def test_two_formats_do_not_fit_on_standard_output(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "in", "--format", "md", "--format", "json") == 2
    assert "-o STEM" in one_line_of_error(capsys)


def test_nothing_in_conflict_is_zero(run: Run, pipeline: Any) -> None:
    pipeline.report = returning(replace(comparison(), findings=comparison().findings[1:]))
    assert run("report", "in") == 0


def test_one_article_is_reported_and_is_trouble(
    run: Run, pipeline: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = comparison()
    alone = replace(
        whole,
        articles=whole.articles[:1],
        unreadable=(),
        claims=tuple(claim for claim in whole.claims if claim.sentence.article == "ar1"),
        findings=(),
        clusters=(),
        not_compared=(),
        origins={"ar1": "ar1"},
    )
    pipeline.report = returning(alone)
    assert run("report", "in/fire/suq.txt", "-o", tmp_path / "x") == 2
    assert "the only article" in one_line_of_error(capsys)
    assert "nothing to compare it with" in (tmp_path / "x.md").read_text("utf-8")


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("given", ["", "reports/", "..", "/"])
def test_an_output_that_names_no_file_is_refused(given: str, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "in", "-o", given) == 2
    assert "names no file" in one_line_of_error(capsys)


@pytest.mark.usefixtures("asked")
def test_a_file_in_the_place_of_a_folder(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine")
    assert run("report", "in", "-o", tmp_path / "file" / "x") == 2
    assert "cannot write" in capsys.readouterr().err.splitlines()[-1]
    (tmp_path / "x.json").mkdir()
    assert run("report", "in", "-o", tmp_path / "x") == 2
    assert "is a folder" in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "x.md").exists()


def test_a_report_does_not_replace_an_article(
    run: Run, pipeline: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "oued.md"
    path.write_text(TEXTS[2].text)
    whole = comparison()
    moved = replace(whole, articles=(*whole.articles[:2], replace(whole.articles[2], path=str(path))), unreadable=())
    pipeline.report = returning(moved)
    assert run("report", tmp_path, "-o", tmp_path / "oued") == 2
    assert "is one of the articles" in one_line_of_error(capsys)
    assert path.read_text() == TEXTS[2].text
    assert [each.name for each in tmp_path.iterdir()] == ["oued.md"]


def test_files_are_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "a.md", tmp_path / "b.json"
    old.write_text("old")
    wrote = Path.write_text

    def full(self: Path, text: str, *rest: Any, **options: Any) -> int:
        if "b.json" in self.name:
            wrote(self, text[:2], *rest, **options)
            raise OSError(28, "No space left on device", str(self))
        return wrote(self, text, *rest, **options)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match="No space left"):
        output.write_all({old: "new", new: "content"}, [])
    monkeypatch.undo()
    assert old.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_written_file_has_the_usual_mode(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        output.write_all({tmp_path / "a.md": "x\n"}, [])
    finally:
        os.umask(umask)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o644


# verify diff and verify check


def test_a_diff_without_a_conflict_is_zero(run: Run, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", "a.txt", "b.txt") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("1 changed (1 update)")
    assert "\x1b" not in shown
    assert asked["paths"] == [Path("a.txt"), Path("b.txt")]


def test_only_a_conflict_of_the_two_counts(run: Run, pipeline: Any) -> None:
    row = replace(diff().rows[2], findings=("c1",))
    pipeline.diff = returning(replace(diff(), rows=(row,)))
    assert run("diff", "a", "b") == 1


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("form", "start"), [("json", "{"), ("md", "# Two articles"), ("text", "1 changed")])
def test_a_diff_has_three_formats(form: str, start: str, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("diff", "a", "b", "--format", form)
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.usefixtures("asked")
def test_colour_can_be_forced_and_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    run("diff", "a", "b")
    assert "\x1b" not in capsys.readouterr().out
    run("diff", "a", "b", "--color", "always")
    assert "\x1b[" in capsys.readouterr().out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    run("diff", "a", "b")
    assert "\x1b[" in capsys.readouterr().out
    run("diff", "a", "b", "--color", "never")
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("verdict", "code"), [(Verdict.REFUTED, 1), (Verdict.SUPPORTED, 0), (Verdict.NOT_ENOUGH_INFO, 0)]
)
def test_a_check_ends_as_its_verdict(verdict: Verdict, code: int, run: Run, asked: dict[str, Any]) -> None:
    asked["verdict"] = verdict
    assert run("check", "The fire broke out on 2 March", "in") == code
    assert asked["claim"] == "The fire broke out on 2 March"


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("form", "start"), [("json", "{"), ("md", "# Refuted"), ("text", "Refuted: ")])
def test_a_check_has_three_formats(form: str, start: str, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("check", "claim", "in", "--format", form)
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.usefixtures("asked")
def test_an_empty_claim_is_trouble(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", " \n", "in") == 2
    assert one_line_of_error(capsys).startswith("the claim is empty")


# verify facts


def test_facts_reads_standard_input_as_it_is(
    run: Run, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO("قتل 7\r\nأشخاص".encode())))
    assert run("facts", "-", "--published", "2025-12-20", "--language", "ar", "--format", "json") == 0
    assert asked["stdin"] == "قتل 7\r\nأشخاص"
    assert asked["paths"] == []
    assert asked["published"] == date(2025, 12, 20)
    assert asked["settings"].language == "ar"
    shown = capsys.readouterr()
    assert json.loads(shown.out)["articles"][0]["facts"]
    assert shown.err == "verify: in/bad.bin: binary\n"


@pytest.mark.usefixtures("asked")
def test_facts_refuses_what_it_cannot_use(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("facts", "-", "in") == 2
    assert "stands alone" in one_line_of_error(capsys)
    assert run("facts", "in", "--published", "20 December") == 2
    assert "is no day" in one_line_of_error(capsys)
    assert run("facts", "in", "--language", "arabic!") == 2
    assert "is no language code" in one_line_of_error(capsys)
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO("قتل".encode("cp1256"))))
    assert run("facts", "-") == 2
    assert "not UTF-8" in one_line_of_error(capsys)


@pytest.mark.usefixtures("asked")
def test_facts_for_people_is_the_default(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("facts", "in") == 0
    assert "⟦أكثر من 70 شخصا⟧¹" in capsys.readouterr().out


# Every way to fail


@pytest.mark.parametrize(
    ("command", "arguments"),
    [("report", ["in"]), ("diff", ["a", "b"]), ("check", ["claim", "in"]), ("facts", ["in"])],
)
def test_trouble_is_one_line_and_bugs_show(
    command: str,
    arguments: list[str],
    run: Run,
    pipeline: ModuleType,
    capsys: pytest.CaptureFixture[str],
) -> None:
    setattr(pipeline, command, returning(InputError("in holds no\narticle\x1b[2J", "give a folder with some")))
    assert run(command, *arguments) == 2
    assert one_line_of_error(capsys) == "in holds no article␛[2J; give a folder with some"
    setattr(pipeline, command, returning(ModelError("no such model")))
    assert run(command, *arguments) == 2
    assert one_line_of_error(capsys) == "no such model"
    setattr(pipeline, command, returning(KeyboardInterrupt()))
    assert run(command, *arguments) == 130
    assert one_line_of_error(capsys) == "interrupted"
    setattr(pipeline, command, returning(ZeroDivisionError()))
    assert run(command, *arguments) == 2
    error = capsys.readouterr().err
    assert "Traceback (most recent call last)" in error
    assert error.splitlines()[-1].startswith("verify: a bug in Verify (ZeroDivisionError)")


@pytest.mark.usefixtures("asked")
def test_an_empty_model_is_trouble(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "in", "--model", "") == 2
    assert "--model is empty" in one_line_of_error(capsys)
    assert DEFAULT_MODEL


def child(program: str, **options: Any) -> "subprocess.Popen[bytes]":
    """A fresh process with the hand-made results in the place of the pipeline."""
    head = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "import comparisons, types, verify\nfrom verify import cli\n"
        "pipeline = types.ModuleType('verify.pipeline')\n"
        "sys.modules['verify.pipeline'] = verify.pipeline = pipeline\n"
        "pipeline.report = lambda *_: comparisons.comparison()\n"
    )
    return subprocess.Popen([sys.executable, "-c", head + program], cwd=ROOT, **options)


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_goes_away_is_no_traceback() -> None:
    program = (
        "import dataclasses\nwhole = comparisons.comparison()\n"
        "many = dataclasses.replace(whole, singles=whole.singles * 20000)\n"
        "pipeline.report = lambda *_: many\nsys.argv = ['verify', 'report', 'in']\ncli.main()\n"
    )
    process = child(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    error = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) == 141
    assert "Traceback" not in error
    assert "BrokenPipe" not in error


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        process = child("sys.argv = ['verify', 'report', 'in']\ncli.main()\n", stdout=full, stderr=subprocess.PIPE)
        assert process.stderr is not None
        error = process.stderr.read().decode()
        process.stderr.close()
        assert process.wait(60) == 2
    last = error.splitlines()[-1]
    assert last.startswith("verify: cannot write to standard output")
    assert "Traceback" not in error


def test_output_is_utf8_in_every_locale() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    process = child(
        "sys.argv = ['verify', 'report', 'in']\ncli.main()\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    out, error = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "صحيفة الوادي" in out.decode("utf-8")
    assert b"Traceback" not in error


# Progress


def test_progress_is_shown_only_when_work_lasts(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(shown=True, patience=60) as progress:
        progress("embedding", 1, 2)
    assert capsys.readouterr().err == ""
    with ProgressBar(shown=True, patience=0.0) as progress:
        progress("[b]embedding[/b]", 1, 2)
        time.sleep(0.3)
        progress("embedding", 2, 2)
    assert "embedding" in capsys.readouterr().err
    with ProgressBar(shown=False, patience=0.0) as progress:
        progress("embedding", 1, 2)
    assert capsys.readouterr().err == ""


def test_exit_codes_are_those_of_the_design() -> None:
    assert [int(code) for code in outcome.Code] == [0, 1, 2, 130, 141]


def test_a_closed_output_is_one_line() -> None:
    process = child("sys.stdout = None\nsys.argv = ['verify', 'report', 'in']\ncli.main()\n", stderr=subprocess.PIPE)
    assert process.stderr is not None
    error = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) == 2
    assert error.splitlines()[-1] == "verify: standard output is closed; send it somewhere"

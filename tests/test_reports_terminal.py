"""What a terminal is given: marked facts, folded runs, and nothing that it would obey."""

import re
from dataclasses import replace

import pytest
from comparisons import TEXTS, Text, article, check_result, claims_of, comparison, diff, facts
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from verify.datamodels import (
    CheckRow,
    Claim,
    Comparison,
    Diff,
    DiffRow,
    DiffStatus,
    Evidence,
    Finding,
    Hedge,
    Kind,
    ModelInfo,
    Quantity,
    Relation,
    Span,
    Unreadable,
    Verdict,
)
from verify.reports import terminal_check, terminal_diff, terminal_facts
from verify.reports.terminal import Screen

PLAIN = Screen(width=80)
COLOUR = Screen(width=80, colour=True, isolates=True)
STYLE = re.compile("\x1b\\[[0-9;]*m")
ISOLATES = re.compile("[\u200e\u2066-\u2069]")


def test_a_diff_marks_what_changed_on_both_sides() -> None:
    text = terminal_diff.diff(diff(), PLAIN)
    assert text.splitlines()[0] == "1 changed (1 update), 2 the same, 1 only in A, 0 only in B"
    assert "~ A:7    By Thursday the number of injured had risen to [-130-]." in text
    assert "  B:2    {+Une centaine de blessés+} ont été conduits" in text
    assert "update · injured: B about 100 → A 130" in text
    assert "- A:6    It broke out on Monday evening" in text
    assert "= A:8    The mayor promised" in text
    assert not STYLE.search(text)
    assert not ISOLATES.search(text)


def test_colour_replaces_the_marks() -> None:
    text = terminal_diff.diff(diff(), COLOUR)
    assert re.search("\x1b\\[[0-9;]*4[0-9;]*m130\x1b\\[0m", text)
    assert "[-" not in text
    assert "{+" not in text
    plain = ISOLATES.sub("", STYLE.sub("", text))
    assert plain == re.sub(r"\[-|-\]|\{\+|\+\}", "", terminal_diff.diff(diff(), PLAIN))


def test_lines_keep_to_the_width_and_close_their_isolates() -> None:
    for text in (
        terminal_diff.diff(diff(), COLOUR),
        terminal_check.check(check_result(), COLOUR),
        terminal_facts.facts(facts(), (), Screen(width=120, colour=True, isolates=True)),
    ):
        for line in STYLE.sub("", text).splitlines():
            assert cell_len(line) <= 120
            depth = 0
            for char in line:
                depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
                assert depth >= 0
            assert depth == 0


def test_arabic_lines_are_isolated_right_to_left() -> None:
    text = STYLE.sub("", terminal_check.check(check_result(), COLOUR))
    assert "suq.txt:2  \u2067وقالت وزارة الداخلية إن الحريق اندلع فجر الثلاثاء 3 مارس.\u2069" in text
    assert "\u2068صحيفة الوادي\u2069" in text


def long_diff(own: int) -> Diff:
    """A diff whose left article has `own` claims of its own in a row."""
    left = article(Text("l", "in/l.txt", "".join(f"Claim number {n}.\n" for n in range(own)), "L", "en"))
    right = article(Text("r", "in/r.txt", "Other.\n", "R", "en"))
    claims = (*claims_of(left), *claims_of(right))
    rows = tuple(DiffRow(DiffStatus.ONLY_LEFT, index, None) for index in range(own))
    whole = Comparison((left, right), (), claims, (), (), (), (), {"l": "l", "r": "r"}, ModelInfo("m", "f"))
    return Diff(whole, "l", "r", (*rows, DiffRow(DiffStatus.ONLY_RIGHT, None, own)))


def test_long_runs_of_own_claims_are_folded() -> None:
    text = terminal_diff.diff(long_diff(20), PLAIN)
    assert "… 16 more claims only in A" in text
    assert text.count("- A:") == 4
    assert "Claim number 0." in text
    assert "Claim number 19." in text
    assert terminal_diff.diff(long_diff(20), PLAIN, everything=True).count("- A:") == 20
    assert terminal_diff.diff(long_diff(6), PLAIN).count("- A:") == 6


def test_a_conflict_is_counted_on_top() -> None:
    whole = comparison()
    row = DiffRow(DiffStatus.CHANGED, 5, 1, ("c1",))
    text = terminal_diff.diff(Diff(whole, "en1", "ar1", (row,)), Screen(width=110))
    assert text.startswith("1 changed (1 conflict), ")
    assert "conflict · start of the fire: A 2 March 2026 (witnesses) | B 3 March 2026" in text


def test_a_finding_that_is_not_known_changes_nothing() -> None:
    text = terminal_diff.diff(Diff(comparison(), "en1", "fr1", (DiffRow(DiffStatus.CHANGED, 4, 8, ("gone",)),)), PLAIN)
    assert "~ A:5    The fire in Wadi market" in text


def test_a_check_gives_verdicts_with_places() -> None:
    lines = terminal_check.check(check_result(), Screen()).splitlines()
    assert lines[0] == "Refuted: one origin gives another day"
    assert lines[1] == "Claim: The fire broke out on 2 March"
    assert "supported 0.88  The Wadi Post  the same day" in lines
    assert "  post.txt:6  It broke out on [Monday evening, 2 March], witnesses told the paper." in lines
    assert "not enough information 0.50  oued.md  nothing on the day" in lines


def test_facts_are_marked_in_place_and_listed() -> None:
    text = terminal_facts.facts(facts(), (), PLAIN)
    assert "   1  قتل ⟦أكثر من 70 شخصا⟧¹ في حريق سوق الوادي، بحسب ⟦مدير الدفاع المدني" in text
    assert "⟦ونفى⟧⁵ متحدث" in text
    assert "suq.txt · صحيفة الوادي · Arabic · 4 March 2026 · 5 facts" in text
    table = text[text.index("1  quantity") :].splitlines()
    assert table[0].endswith("more than 70 · counted: شخصا · killed")
    assert table[2].endswith("person · سالم العمري · role: مدير الدفاع المدني · head")
    assert "²·³" in text


def test_facts_of_nothing_are_nothing() -> None:
    empty = article(Text("e", "-", "Nothing to read here.\n", "", "en"))
    text = terminal_facts.facts([(empty, tuple(claims_of(empty)))], (Unreadable("x.bin", "binary"),), PLAIN)
    assert "- · English · day of publication not known · 0 facts" in text
    assert "x.bin: binary" in text


def poisoned(text: str) -> tuple[str, ...]:
    """Each view of articles in which everything that comes from outside is `text`."""
    left = replace(article(Text("l", f"in/{text}.txt", f"{text} ", text, "ar")), warnings=(text,))
    right = article(Text("r", "in/r.txt", f"{text} ", text, "ar"))
    claims = tuple(
        Claim(
            replace(claims_of(article(TEXTS[0]))[0].sentence, article=each.id, start_char=0, end_char=len(text)),
            quantities=(Quantity(0, len(text), text, 1.0, None, Hedge.AT_LEAST, text, text, text, text),),
        )
        for each in (left, right)
    )
    said = tuple(Evidence(id_, 0, len(text), text, Span(0, len(text)), text, text, text) for id_ in ("l", "r"))
    finding = Finding("f", Kind.ROLE, Relation.CONFLICT, 0.5, text, text, text, said, 2)
    origins = {"l": "l", "r": "r"}
    whole = Comparison((left, right), (), claims, (finding,), (), (), (), origins, ModelInfo(text, text))
    result = Diff(whole, "l", "r", (DiffRow(DiffStatus.CHANGED, 0, 1, ("f",)), DiffRow(DiffStatus.ONLY_LEFT, 0, None)))
    row = CheckRow(text, ("l", "r"), Verdict.REFUTED, 0.5, text, said)
    checked = replace(check_result(), claim=text, reason=text, rows=(row,), articles=(left, right))
    read = [(left, claims[:1])]
    return tuple(
        view
        for screen in (PLAIN, COLOUR)
        for view in (
            terminal_diff.diff(result, screen),
            terminal_check.check(checked, screen),
            terminal_facts.facts(read, (Unreadable(text, text),), screen),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b]0;owned\x07 title",
        "\x9b31m and \x90 more",
        "[bold red]no markup[/bold red] :smile:",
        "\u202egnp.exe \u2066open",
        "back\b\b\bspace \r overwrite",
        "[link=http://evil.example]x[/link]",
    ],
)
def test_hostile_text_is_shown_not_obeyed(text: str) -> None:
    for view in poisoned(text):
        plain = STYLE.sub("", view)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", plain)
    shown = "".join(poisoned(text))
    for visible in ("[bold red]no markup[/bold red] :smile:", "[link=http://evil.example]x[/link]"):
        assert (visible in text) <= (visible in shown)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_gives_views_without_controls(text: str) -> None:
    for view in poisoned(text):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", STYLE.sub("", view))


def test_a_narrow_window_is_not_an_error() -> None:
    assert terminal_diff.diff(diff(), Screen(width=1))
    assert terminal_facts.facts(facts(), (), Screen(width=1))

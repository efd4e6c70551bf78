"""The JSON of each command, against the contract."""

import json
from dataclasses import replace
from typing import Any

from comparisons import NOW, check_result, comparison, diff, facts

from verify.reports import as_json


def read(text: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(text)
    return content


def test_a_report_keeps_the_contract() -> None:
    report = read(as_json.report(comparison(), now=NOW))
    assert report["schema_version"] == 1
    assert list(report)[:2] == ["schema_version", "version"]
    assert {"id", "path", "source", "title", "published", "language", "origin", "warnings", "found"} <= set(
        report["articles"][0]
    )
    assert report["articles"][0]["published"] == "2026-03-04"
    assert report["articles"][2]["published"] is None
    assert {finding["relation"] for finding in report["findings"]} == {"agree", "conflict", "update", "compatible"}
    assert report["findings"][0]["kind"] == "date"
    assert report["findings"][0]["score"] == 0.91
    assert report["unreadable"] == [{"path": "in/fire/photo.jpg", "reason": "not text: it holds binary data"}]
    assert report["model"] == {"name": "multilingual-e5-small", "fingerprint": "0123abcd"}


def test_every_span_is_verbatim() -> None:
    whole = comparison()
    texts = {article.id: article.text for article in whole.articles}
    report = read(as_json.report(whole))
    spans = [each for finding in report["findings"] for each in finding["evidence"]]
    spans += [each for apart in report["not_compared"] for each in apart["evidence"]]
    assert len(spans) > 8
    for each in spans:
        text = texts[each["article"]]
        assert text[each["start_char"] : each["end_char"]] == each["surface"]
        assert text[each["sentence_start_char"] : each["sentence_end_char"]] == each["sentence"]
        assert text.splitlines()[each["line"] - 1] == each["sentence"]
    for each in [*report["singles"], *(s for cluster in report["clusters"] for s in cluster["sentences"])]:
        assert texts[each["article"]][each["start_char"] : each["end_char"]] == each["sentence"]


def test_letters_stay_letters_and_the_file_ends_in_a_line_end() -> None:
    text = as_json.report(comparison())
    assert "صحيفة الوادي" in text
    assert text.endswith("}\n")
    assert "\\u" not in text


def test_only_the_time_stamp_differs_between_two_runs() -> None:
    one = as_json.report(comparison(), now=NOW).splitlines()
    other = as_json.report(comparison(), now=NOW.replace(year=2031)).splitlines()
    assert [line for line, then in zip(one, other, strict=True) if line != then] == [
        '  "generated": "2026-03-04T10:05:00+00:00",'
    ]
    assert "generated" not in read(as_json.report(comparison()))


def test_a_file_name_that_is_no_unicode_survives() -> None:
    whole = comparison()
    odd = replace(whole.articles[0], path="in/\udcff.txt")
    text = as_json.report(replace(whole, articles=(odd, *whole.articles[1:])))
    assert read(text.encode().decode())["articles"][0]["path"] == "in/\udcff.txt"


def test_a_diff_has_its_rows_and_their_findings() -> None:
    content = read(as_json.diff(diff()))
    assert (content["left"], content["right"]) == ("en1", "fr1")
    assert [row["status"] for row in content["rows"]] == ["same", "only_left", "changed", "same"]
    assert content["rows"][1]["right"] is None
    assert content["rows"][0]["left"]["sentence"].startswith("The fire in Wadi market")
    assert [finding["id"] for finding in content["findings"]] == ["u1", "a1"]
    assert [article["id"] for article in content["articles"]] == ["en1", "fr1"]


def test_a_check_has_a_verdict_over_all_and_for_each_origin() -> None:
    content = read(as_json.check(check_result()))
    assert content["verdict"] == "refuted"
    assert [row["verdict"] for row in content["origins"]] == ["refuted", "supported", "not_enough_info"]
    assert content["origins"][0]["evidence"][0]["surface"] == "فجر الثلاثاء 3 مارس"
    assert content["articles"][0]["origin"] == "ar1"


def test_facts_keep_the_contract() -> None:
    (article,) = read(as_json.facts(facts(), ()))["articles"]
    by_type = {fact["type"]: fact for fact in article["facts"]}
    assert set(by_type) == {"quantity", "date", "entity", "attribution", "polarity"}
    quantity = by_type["quantity"]
    assert (quantity["low"], quantity["high"], quantity["hedge"], quantity["counted"]) == (
        70,
        None,
        "more_than",
        "شخصا",
    )
    assert isinstance(quantity["low"], int)
    assert (by_type["date"]["start"], by_type["date"]["end"]) == ("2026-03-03", "2026-03-03")
    text = facts()[0][0].text
    for fact in article["facts"]:
        assert text[fact["start_char"] : fact["end_char"]] == fact["surface"]
    assert article["path"] == "in/fire/suq.txt"

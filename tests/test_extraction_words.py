"""Words and pieces of text that are remembered: the same as reading the whole anew, within bounds, in linear work."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.datamodels import Article, Sentence
from verify.extraction import date_lexicon, date_tokens, number_lexicon, number_tokens, words
from verify.extraction.claims import extract
from verify.script import fold, fold_char, fold_text, folded

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "extraction.py"
LANGUAGES = ("ar", "en", "fr", "es", "tr", "fa", "ru", "und")
PIECES = (
    " ", " ", "  ", "\n", "\u00a0", "\t", "a", "a.", "p.", "m", "m.", "5", "12", "1990", "2024", "/", "-", ".", ",",
    ":", "h", "'", "’", "«", "ﷺ", "\u064b", "\u200c", "½", "İ", "ß", "¨", "May", "mai", "two", "deux", "Al-", "١٢",
    "مايو", "و", "@b", "http://a.b/5",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem + "_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_words_by_stretches_are_the_words_of_the_whole(text: str, language: str) -> None:
    whole = [(match.start(), match.end()) for match in words._TOKEN.finditer(text)]
    tokens = words.tokens(text, language)
    assert [(token.start, token.end) for token in tokens] == whole
    assert all(token.word.text == words.analyse(text[token.start : token.end], language).text for token in tokens)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_number_tokens_by_stretches_are_those_of_the_whole(text: str, language: str) -> None:
    lexicon = number_lexicon.lexicon(language)
    whole = [number_tokens.Token(*token) for token in number_tokens._cut(text, lexicon)]

    def shown(tokens: list[number_tokens.Token]) -> list[Any]:
        return [(token.kind, token.text, token.start, token.end, token.glued, token.word) for token in tokens]

    assert shown(number_tokens.tokenize(text, lexicon)) == shown(whole)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_date_tokens_by_stretches_are_those_of_the_whole(text: str, language: str) -> None:
    lexicon = date_lexicon.lexicon(language)
    whole = list(date_tokens._cut(fold_text(text), lexicon))
    tokens = [
        atom._replace(start=atom.start + at, end=atom.end + at) for atom, at in date_tokens._tokens(text, lexicon)
    ]
    assert tokens in ([], whole)
    needed = not lexicon.triggers.isdisjoint(date_tokens._WORD.findall(fold_text(text)))
    assert bool(tokens) == (needed or date_tokens._DATE_NUMBER.search(fold_text(text)) is not None)


@settings(deadline=None)
@given(TEXTS)
def test_a_folded_text_leads_back(text: str) -> None:
    result = fold(text)
    assert result.text == "".join(map(fold_char, text)) == fold_text(text)
    assert folded(text) == " ".join(result.text.split())
    assert len(result.offsets) == len(result.text) + 1
    assert result.offsets[-1] == len(text)
    assert all(result.text[at] in fold_char(text[offset]) for at, offset in enumerate(result.offsets[:-1]))


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "WORDS_CACHED", 50)
    memo = words.Memo[str, int](len)
    assert [memo["a" * size] for size in range(90)] == list(range(90))
    assert len(memo) <= 50
    long = "a" * (words.LONGEST_KEPT + 1)
    assert memo[long] == len(long)
    assert long not in memo


def test_the_longest_phrase_wins_whatever_word_is_second() -> None:
    phrases = words.Phrases([("red", 1), ("red cross", 2), ("red cross society", 3), ("red star", 4), ("red", 5)])

    def found(text: str) -> list[tuple[str, int]]:
        return [(text[match.start : match.end], match.value) for match in phrases.all(words.tokens(text, "en"))]

    assert found("the Red Cross Society said") == [("Red Cross Society", 3)]
    assert found("Red Cross's society, Red Star") == [("Red Cross's society", 3), ("Red Star", 4)]
    assert found("Red Sea and red") == [("Red", 1), ("red", 1)]


def test_several_tables_are_asked_at_once() -> None:
    tables = words.Tables(words.Phrases([("red cross", 1)]), words.Phrases([("blue", 2)], words.Cut.NOTHING))
    begun = [token.word.text for token in words.tokens("Red and blue crosses", "en") if tables.begin(token.word)]
    assert begun == ["red", "blue"]
    assert not words.Tables().begin(words.analyse("red", "en"))


def test_the_benchmark_reads_every_sentence_and_names_its_language() -> None:
    benchmark = load(BENCHMARK)
    rows = [benchmark._made(text, language) for language, text in benchmark.WARM_UP.items()]
    groups = benchmark.by_language([*rows, rows[0]])
    assert {code: len(group) for code, group in groups.items()} == {code: 1 + (code == "ar") for code in groups}
    assert set(groups) == set(benchmark.WARM_UP)
    read: list[tuple[Article, Sentence]] = []
    assert benchmark.seconds(lambda article, sentence: read.append((article, sentence)), rows) >= 0
    assert read == rows
    for article, sentence in rows:
        (claim,) = benchmark.READERS["all"](article, sentence)
        assert claim == extract(article, (sentence,))[0]
        assert claim.quantities, sentence.surface

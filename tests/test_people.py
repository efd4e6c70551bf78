"""Who is who: mentions of one person across scripts, and roles that nobody holds at once."""

from __future__ import annotations

import pytest

from verify.comparison.people import exclude
from verify.datamodels import Claim, Entity, EntityKind, FactRef, Sentence
from verify.extraction.entities import find_entities
from verify.matching.people import people
from verify.names import same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("governor", "deputy_governor"),
        ("colonel", "brigadier"),
        ("brigadier", "major_general"),
        ("foreign_minister", "defence_minister"),
        ("spokesperson", "governor"),
        ("colonel+spokesperson", "brigadier+spokesperson"),
    ],
)
def test_nobody_holds_both(one: str, other: str) -> None:
    assert exclude(one, other)
    assert exclude(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("governor", "governor"),
        ("former_governor", "governor"),
        ("governor", "official"),
        ("president", "commander"),
        ("general", "brigadier"),
        ("general", "major_general"),
        ("director", "secretary_general"),
        ("undersecretary", "deputy_minister"),
        ("prime_minister+foreign_minister", "foreign_minister"),
        ("prime_minister+foreign_minister", "prime_minister"),
        ("colonel", "spokesperson"),
        ("colonel+spokesperson", "spokesperson"),
        ("president", "president_of_court"),
        ("governor", ""),
        ("", ""),
    ],
)
def test_one_person_can_hold_both(one: str, other: str) -> None:
    assert not exclude(one, other)
    assert not exclude(other, one)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("The governor of Homs, Salim Haddad, spoke.", "The deputy governor of Homs, Salim Haddad, spoke.", "en"),
        ("صرح محافظ حمص سليم حداد بذلك.", "صرح نائب محافظ حمص سليم حداد بذلك.", "ar"),
        ("Colonel Salim Haddad spoke to reporters.", "Brigadier Salim Haddad spoke to reporters.", "en"),
        ("صرح العقيد سليم حداد للصحفيين.", "صرح العميد سليم حداد للصحفيين.", "ar"),
    ],
)
def test_roles_as_they_are_read_exclude_each_other(one: str, other: str, language: str) -> None:
    keys = [
        next(entity.role_key for entity in find_entities(text, language) if entity.kind is EntityKind.PERSON)
        for text in (one, other)
    ]
    assert all(keys)
    assert exclude(*keys)


def naming(number: int, *names: str) -> Claim:
    entities = tuple(Entity(0, len(name), name, EntityKind.PERSON, name, name) for name in names)
    return Claim(Sentence(f"a{number}", 0, 0, 1, "s"), entities=entities)


def groups(*names: str) -> list[tuple[FactRef, ...]]:
    return people([naming(number, name) for number, name in enumerate(names)], same_name)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [("Salim Haddad", "سليم حداد"), ("Marco Rubio", "ماركو روبيو"), ("Karim Mansour", "كريم منصور")],
)
def test_one_name_in_two_scripts_is_one_person(latin: str, arabic: str) -> None:
    assert groups(latin, arabic, latin) == [(FactRef(0, 0), FactRef(1, 0), FactRef(2, 0))]


def test_one_name_in_three_spellings_is_one_person() -> None:
    spelled = groups("Mohammed bin Abdulrahman Al Thani", "محمد بن عبد الرحمن آل ثاني", "محمد بن عبدالرحمن آل ثاني")
    assert spelled == [(FactRef(0, 0), FactRef(1, 0), FactRef(2, 0))]


def test_two_names_are_two_people() -> None:
    assert groups("Salim Haddad", "Karim Mansour") == []
    assert groups("Salim Haddad", "Karim Mansour", "Salim Haddad") == [(FactRef(0, 0), FactRef(2, 0))]


def test_a_name_of_one_word_tells_nothing() -> None:
    assert groups("Haddad", "Haddad", "Salim Haddad") == []


def test_places_are_no_people() -> None:
    place = Entity(0, 1, "Port Salmin", EntityKind.PLACE, "Port Salmin", "place:x")
    claims = [Claim(Sentence(f"a{number}", 0, 0, 1, "s"), entities=(place,)) for number in range(2)]
    assert people(claims, same_name) == []

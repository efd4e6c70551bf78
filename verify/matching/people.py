"""Mentions of one person across the articles of a run, whatever the script and the spelling."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verify.datamodels import Claim, EntityKind, FactRef

SameName = Callable[[str, str], float]
"""How likely two written names are one person's, 0 to 1: `verify.names.same_name`."""

SAME_PERSON = 0.84
"""Likeness from which two names of two words or more are one person's: on the gold events and the seeds one name in two
scripts lies between 0.85 and 0.97, and two persons (Hasan and Husayn of one family) at most at 0.81."""


def people(claims: Sequence[Claim], same_name: SameName) -> list[tuple[FactRef, ...]]:
    """Return the mentions of each person who is named in full at least twice, in the order of the claims.

    Names of one word are left out: a family name alone is shared too widely to tell a contradiction by.
    """
    groups: list[tuple[str, list[FactRef]]] = []
    for number, claim in enumerate(claims):
        for index, entity in enumerate(claim.entities):
            if entity.kind is EntityKind.PERSON and len(entity.name.split()) > 1:
                ref = FactRef(number, index)
                for name, members in groups:
                    if name == entity.name or same_name(name, entity.name) >= SAME_PERSON:
                        members.append(ref)
                        break
                else:
                    groups.append((entity.name, [ref]))
    return [tuple(members) for _, members in groups if len(members) > 1]

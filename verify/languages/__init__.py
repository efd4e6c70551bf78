"""What Verify knows about each language, as data: `verify/languages/<code>/<topic>.toml`.

A language is added by adding a folder; no code names a language. Files under `common` hold for every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

COMMON = "common"


@cache
def load(language: str, topic: str) -> Mapping[str, Any]:
    """Return the data of one language on one topic, an empty mapping when there is none.

    Args:
        language: ISO 639-1 code (`ar`), or `common`.
        topic: the file's stem, for example `dates`.
    """
    if not language.isidentifier() or not topic.isidentifier():
        return MappingProxyType({})
    path = resources.files(__name__) / language / f"{topic}.toml"
    if not path.is_file():
        return MappingProxyType({})
    return MappingProxyType(tomllib.loads(path.read_text("utf-8")))


@cache
def known() -> tuple[str, ...]:
    """Return the codes of all languages with a data folder, sorted."""
    folders = (entry.name for entry in resources.files(__name__).iterdir() if entry.is_dir())
    return tuple(sorted(name for name in folders if name != COMMON and not name.startswith("_")))

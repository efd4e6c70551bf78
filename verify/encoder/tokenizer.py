"""Build the Unigram tokenizer of XLM-RoBERTa from its pieces, scores and normal forms."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from verify.encoder.weights import TokenizerBlock

META = "▁"
"""The piece character that stands for a space in SentencePiece vocabularies."""


def build_tokenizer(block: TokenizerBlock) -> Tokenizer:
    """Return a tokenizer that gives `<s> pieces </s>`.

    The original normalises by NFKC with its own exceptions (control characters go, zero-width ones and line ends
    become spaces). The exceptions are found by comparing the block's map with NFKC, and grouped by what they become
    into one pattern each; NFKC itself does the rest, and composes letters with their marks, which a map of single
    characters cannot.
    """
    pieces = block.pieces
    tokenizer = Tokenizer(
        Unigram(list(zip(pieces, block.scores, strict=True)), unk_id=block.unknown, byte_fallback=False)
    )
    exceptions = [
        normalizers.Replace(Regex(_character_class(characters)), becomes)
        for becomes, characters in sorted(exceptional_forms(block.normal_forms).items())
    ]
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([*exceptions, normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement=META, prepend_scheme="always")]
    )
    begin, end = pieces[block.begin], pieces[block.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, block.begin), (end, block.end)],
    )
    tokenizer.add_special_tokens([pieces[i] for i in (block.begin, block.padding, block.end, block.unknown)])
    return tokenizer


def exceptional_forms(normal_forms: Mapping[str, str]) -> dict[str, str]:
    """Return the characters whose normal form is not their NFKC form, grouped by what they become."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for character, becomes in normal_forms.items():
        if unicodedata.normalize("NFKC", character) != becomes:
            groups[becomes].append(character)
    return {becomes: "".join(sorted(characters)) for becomes, characters in groups.items()}


def _character_class(characters: str) -> str:
    return "[" + "".join(f"\\x{{{ord(character):x}}}" for character in characters) + "]"

"""A cross-encoder on the embedded encoder's body: two sentences in, what they are to each other out.

Two heads read the mean of the last layer. `claims` gives three independent logits for two sentences of news: that
they make the same claim, that they conflict on one, that one moves on what the other says; a long sentence can do all
three. `headlines` gives the logits of a choice between agree, disagree and other, for two short texts that are known
to be of one event (Arabic News Stance).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, PreTrainedTokenizerFast

from verify import registry
from verify.encoder.delta import Delta, read_delta
from verify.encoder.quiet import quiet
from verify.errors import ModelError

CLAIM_LABELS = ("agree", "conflict", "update")
HEADLINE_LABELS = ("agree", "disagree", "other")

MAX_TOKENS = 200
"""Two sentences of a hundred tokens, 60 to 70 words each: the longest of the gold events'
candidates has 192, the median 75."""

LENGTH_STEP = 16
BATCH_TOKENS = 1024
"""As for the encoder (`verify.encoder.model`), with pairs instead of sentences."""

_HEADS = {"claims": len(CLAIM_LABELS), "headlines": len(HEADLINE_LABELS)}
_FROZEN = "embeddings."


class CrossEncoder(torch.nn.Module):
    """The encoder's body with the two heads; the embeddings are the encoder's own and never trained.

    They are most of the weights, the words of a small training set are a few of theirs, and frozen they need not be
    shipped.
    """

    def __init__(self, folder: Path, dtype: torch.dtype = torch.float32) -> None:
        """Load the body from a sentence-transformers folder; the heads are new."""
        super().__init__()
        # "eager" attention: the fused kernel of torch 2.13 takes four times as long backwards on a CPU.
        with quiet():
            self.body = AutoModel.from_pretrained(
                folder, add_pooling_layer=False, attn_implementation="eager", dtype=dtype, local_files_only=True
            )
        self.heads = torch.nn.ModuleDict(
            {name: torch.nn.Linear(self.body.config.hidden_size, size, dtype=dtype) for name, size in _HEADS.items()}
        )
        for name, parameter in self.body.named_parameters():
            parameter.requires_grad = not name.startswith(_FROZEN)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return the logits of each head: (pairs, labels), float32."""
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        pooled = (hidden * weight).sum(1) / weight.sum(1)
        pooled = pooled.to(next(self.heads.parameters()).dtype)
        return {name: head(pooled).float() for name, head in self.heads.items()}

    def trained(self) -> dict[str, torch.Tensor]:
        """Return the body's tensors that training may change, by name."""
        return {name: tensor for name, tensor in self.body.state_dict().items() if not name.startswith(_FROZEN)}

    def add(self, delta: Delta) -> None:
        """Add a delta's differences to the body and set the heads.

        Raises:
            ModelError: the delta was made for another body.
        """
        own = self.trained()
        heads = self.heads.state_dict()
        if own.keys() != delta.differences.keys() or heads.keys() != delta.added.keys():
            raise ModelError("the trained relation model was made for another encoder", "install Verify again")
        with torch.no_grad():
            for name, difference in delta.differences.items():
                own[name] += torch.from_numpy(difference).to(own[name].dtype)
            for name, tensor in delta.added.items():
                heads[name].copy_(torch.from_numpy(tensor))


def delta_of(model: CrossEncoder, base: Mapping[str, torch.Tensor], card: Mapping[str, object]) -> Delta:
    """Return what training changed in a model whose body began as `base`."""
    differences = {name: (tensor - base[name]).float().numpy() for name, tensor in model.trained().items()}
    added = {name: tensor.float().numpy() for name, tensor in model.heads.state_dict().items()}
    return Delta(differences, added, dict(card))


class RelationModel:
    """Gives logits of pairs that do not depend on what is judged beside them (see `verify.encoder.model`)."""

    def __init__(self, model: CrossEncoder, tokenizer: PreTrainedTokenizerFast) -> None:
        """Take a model and its tokenizer."""
        self._model = model.eval()
        self._tokenizer = tokenizer

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return the logits of the head for claims, then those for headlines: shape (len(pairs), 6)."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for index, ids in enumerate(self._ids(pairs)):
            groups[min((len(ids) // LENGTH_STEP + 1) * LENGTH_STEP, MAX_TOKENS)].append(index)
        rows = np.zeros((len(pairs), len(CLAIM_LABELS) + len(HEADLINE_LABELS)), np.float32)
        for length, indices in sorted(groups.items()):
            size = max(1, BATCH_TOKENS // length)
            for start in range(0, len(indices), size):
                chosen = indices[start : start + size]
                filled = chosen + [chosen[0]] * (size - len(chosen))
                rows[chosen] = self._batch([pairs[index] for index in filled], length)[: len(chosen)]
        return rows

    def _ids(self, pairs: Sequence[tuple[str, str]]) -> list[list[int]]:
        if not pairs:
            return []
        left, right = zip(*pairs, strict=True)
        encoded = self._tokenizer(list(left), list(right), truncation=True, max_length=MAX_TOKENS)
        return list(encoded["input_ids"])

    def _batch(self, pairs: Sequence[tuple[str, str]], length: int) -> NDArray[np.float32]:
        ids, mask = tokens(self._tokenizer, pairs, length)
        with torch.inference_mode():
            logits = self._model(ids, mask)
        return np.asarray(torch.cat([logits["claims"], logits["headlines"]], dim=1).numpy(), np.float32)


def tokens(
    tokenizer: PreTrainedTokenizerFast, pairs: Sequence[tuple[str, str]], length: int | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the ids and the mask of a batch of pairs, padded to `length` or to the longest."""
    left, right = zip(*pairs, strict=True)
    encoded = tokenizer(
        list(left),
        list(right),
        truncation=True,
        max_length=length or MAX_TOKENS,
        padding="max_length" if length else True,
        return_tensors="pt",
    )
    return encoded["input_ids"], encoded["attention_mask"]


def load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """Load the tokenizer of a materialised encoder."""
    tokenizer: PreTrainedTokenizerFast = PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
    return tokenizer


def load_relation(folder: Path, weights: Path) -> RelationModel:
    """Load the relation model: a materialised encoder with a delta file applied.

    Raises:
        ModelError: the delta file is missing, damaged, or made for another encoder.
    """
    model = CrossEncoder(folder)
    model.add(read_delta(weights))
    if registry.precision() == "bfloat16":
        model = model.to(torch.bfloat16)
    return RelationModel(model, load_tokenizer(folder))

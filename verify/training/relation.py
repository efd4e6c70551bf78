"""Training the relation model: first on headlines and written groups, then on the candidates of the gold events.

Measured choices: no dropout inside the body (on a CPU its random numbers cost as much as the layer they drop from) but
some words masked in the input; batches by tokens; the embeddings frozen. Two courses, because the first is the same
whichever events are held out, and is run once for all of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from verify.encoder.delta import Delta
from verify.encoder.relation import MAX_TOKENS, CrossEncoder, delta_of, load_tokenizer, tokens
from verify.training.pairs import Pair

BATCH_TOKENS = 1000
SORTED_TOGETHER = 1280
"""Pairs that are sorted by length before they are cut into batches: less padding, and still a shuffle."""

MASKED = 0.06
"""Share of the words hidden in training, which keeps a small set from being learnt by heart."""

MASK = "<mask>"
FIRST_WORD = 4
"""The ids below are markers."""

WARM_UP = 0.08
HEAD_RATE = 5.0
"""The heads begin at random and learn faster than the body, which knows the languages already."""

WEIGHT_DECAY = 0.01
LONGEST_STEP = 1.0
"""Norm to which gradients are cut."""

NOTE_EVERY = 50


@dataclass(frozen=True, slots=True)
class Course:
    """What is learnt: the pairs of each epoch, and the learning rate at its height."""

    epochs: Sequence[Sequence[Pair]]
    rate: float


class Trainer:
    """A cross-encoder in training; everything random comes from the seed."""

    def __init__(self, folder: Path, seed: int, start: Delta | None = None) -> None:
        """Begin with the encoder in `folder`, or with what an earlier course made of it."""
        torch.manual_seed(seed)
        self._random = random.Random(seed)  # noqa: S311 - a shuffle
        self._masks = torch.Generator().manual_seed(seed)
        self._tokenizer = load_tokenizer(folder)
        self._mask = int(self._tokenizer.get_vocab()[MASK])
        self.model = CrossEncoder(folder)
        self._base = {name: tensor.clone() for name, tensor in self.model.trained().items()}
        if start is not None:
            self.model.add(start)
        for module in self.model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0

    def delta(self, card: dict[str, object]) -> Delta:
        """Return what training has changed so far."""
        return delta_of(self.model, self._base, card)

    def learn(self, course: Course, note: Callable[[int, int, float], None]) -> None:
        """Take a course; `note` is told the step, the number of steps and the mean loss of late."""
        epochs = [self._batches(pairs) for pairs in course.epochs]
        total = sum(len(batches) for batches in epochs)
        optimiser = self._optimiser(course.rate)
        warm = max(1, int(WARM_UP * total))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min((step + 1) / warm, 1.0) * (1 - step / total)
        )
        self.model.train()
        step, mean = 0, 0.0
        for batches in epochs:
            for batch in batches:
                loss = self._loss(batch)
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(self.model.parameters(), LONGEST_STEP)
                optimiser.step()
                schedule.step()
                step += 1
                mean += (loss.item() - mean) / min(step, NOTE_EVERY)
                if step % NOTE_EVERY == 0 or step == total:
                    note(step, total, mean)
        self.model.eval()

    def _optimiser(self, rate: float) -> torch.optim.AdamW:
        body = [parameter for parameter in self.model.body.parameters() if parameter.requires_grad]
        heads = list(self.model.heads.parameters())
        rates = [{"params": body, "lr": rate}, {"params": heads, "lr": rate * HEAD_RATE}]
        return torch.optim.AdamW(rates, weight_decay=WEIGHT_DECAY, fused=True)

    def _batches(self, pairs: Sequence[Pair]) -> list[list[Pair]]:
        encoded = self._tokenizer(
            [pair.left for pair in pairs], [pair.right for pair in pairs], truncation=True, max_length=MAX_TOKENS
        )
        lengths = [len(ids) for ids in encoded["input_ids"]]
        order = list(range(len(pairs)))
        self._random.shuffle(order)
        batches: list[list[Pair]] = []
        for start in range(0, len(order), SORTED_TOGETHER):
            batch: list[Pair] = []
            for at in sorted(order[start : start + SORTED_TOGETHER], key=lengths.__getitem__):
                if batch and (len(batch) + 1) * lengths[at] > BATCH_TOKENS:
                    batches.append(batch)
                    batch = []
                batch.append(pairs[at])
            batches.append(batch)
        self._random.shuffle(batches)
        return batches

    def _loss(self, batch: Sequence[Pair]) -> torch.Tensor:
        turned = [(pair.right, pair.left) if self._random.random() < 0.5 else (pair.left, pair.right) for pair in batch]
        ids, mask = tokens(self._tokenizer, turned)
        hidden = torch.rand(ids.shape, generator=self._masks) < MASKED
        ids = torch.where(hidden & (mask == 1) & (ids >= FIRST_WORD), torch.full_like(ids, self._mask), ids)
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.model(ids, mask)
        loss = torch.zeros(())
        for head, values in logits.items():
            chosen = [at for at, pair in enumerate(batch) if pair.head == head]
            if chosen:
                target = torch.tensor([batch[at].target for at in chosen])
                if head == "headlines":
                    part = torch.nn.functional.cross_entropy(values[chosen], target, reduction="sum")
                else:
                    part = torch.nn.functional.binary_cross_entropy_with_logits(values[chosen], target, reduction="sum")
                loss = loss + part / len(batch)
        return loss

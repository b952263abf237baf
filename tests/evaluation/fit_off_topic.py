"""Fit the two models that tell off-topic questions and write `assistant/fitted/off_topic.json`.

    python -m tests.evaluation.fit_off_topic --home HOME [--check dev_qa.jsonl]

HOME is a data folder with a library. Off-topic questions are those of `off_topic.jsonl` (kind
`held_out` is only measured) and those that `train_questions.jsonl` marks; all its other questions,
each with its last turn written out, are for the reports. Figures are of 10 folds; the bars are set
where no question for the reports crosses them, with room to spare. `--check` is measured only.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from assistant.config import load_settings
from assistant.making import make_embedder
from assistant.models import Answer, Turn
from assistant.question import planning
from assistant.question.off_topic import FOUND_NAMES, WORD_NAMES, word_features
from assistant.question.planning import Ask, make_plan
from assistant.reader.refusal import found_features
from ingest.passages import passage_shape
from vectorstore.library import open_library
from vectorstore.models import ReportRecord, SearchFilter
from vectorstore.retriever import HybridRetriever

HERE = Path(__file__).parent
MODELS = HERE.parent.parent / "assistant" / "fitted" / "off_topic.json"
HITS = 10
# Share of the way from the highest real question to certainty.
ROOM = 0.3
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its features; `found` is None where no report was searched."""

    text: str
    off_topic: bool
    source: str
    words: list[float]
    found: list[float] | None


def questions(path: Path) -> Iterator[tuple[str, tuple[str, ...], bool, str]]:
    """Give (wording, earlier turns, off-topic?, kind) for each turn of each case."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        turns = tuple(case["turns"])
        if case.get("injection"):
            continue
        for at, turn in enumerate(turns):
            last = at == len(turns) - 1
            yield turn, turns[:at], last and case.get("status") == "off_topic", case["kind"]


def asked(
    path: Path, source: str, retriever: HybridRetriever, records: tuple[ReportRecord, ...]
) -> Iterator[Asked]:
    """Search for each question as the chain would and take its features."""
    for text, before, off_topic, kind in questions(path):
        history: list[Turn] = []
        for turn in before:
            plan = make_plan(Ask(turn, tuple(history), None, date(2026, 1, 1)), records)
            answer = Answer("disclosed", "", standalone_question=plan.question, scope=plan.scope)
            history.append(Turn(turn, answer))
        plan = make_plan(Ask(text, tuple(history), None, date(2026, 1, 1)), records)
        label = "held_out" if kind == "held_out" else source
        if not plan.parts:
            yield Asked(plan.question, off_topic, label, word_features(plan.question), None)
        for part in plan.parts:
            question = part.need.question
            found = None
            if part.reading.report_ids:
                result = retriever.search(question, SearchFilter(part.reading.report_ids), HITS)
                if result.hits:
                    found = found_features(question, part.topic, result)
            yield Asked(question, off_topic, label, word_features(question), found)


def fitted(values: Array, labels: Array) -> tuple[Array, float]:
    """Fit a logistic model; give weights and bias for raw features."""
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=0.5, max_iter=2000, class_weight="balanced")
    model.fit(scaler.transform(values), labels)
    scaled = model.coef_[0] / np.where(scaler.scale_ > 0, scaler.scale_, 1.0)
    return scaled, float(model.intercept_[0] - (scaled * scaler.mean_).sum())


def probability(values: Array, model: tuple[Array, float]) -> Array:
    """Give the probability of being off-topic for each row."""
    return np.asarray(1 / (1 + np.exp(-(values @ model[0] + model[1]))))


def measure(
    name: str, every: list[Asked], values: list[list[float] | None]
) -> tuple[object, float, float]:
    """Fit, print held-out figures, give the model's JSON and its bars: clear of every real question,
    and as high as the highest of them."""
    rows = [(one, row) for one, row in zip(every, values, strict=True) if row is not None]
    train = [(one, row) for one, row in rows if one.source == "train"]
    x = np.array([row for _, row in train])
    y = np.array([one.off_topic for one, _ in train])
    unseen = np.zeros(len(y))
    for known, new in StratifiedKFold(10, shuffle=True, random_state=0).split(x, y):
        unseen[new] = probability(x[new], fitted(x[known], y[known]))
    model = fitted(x, y)
    highest = float(unseen[~y].max())
    clear = max(highest + ROOM * (1 - highest), 0.6)
    print(f"{name}: {int(y.sum())} off-topic, {int((~y).sum())} not; highest not {highest:.3f}")
    for bar in (0.5, highest, clear):
        print(
            f"  folds at {bar:.3f}: off-topic {np.mean(unseen[y] >= bar):.3f}, not {np.mean(unseen[~y] >= bar):.4f}"
        )
    for at in np.argsort(-unseen * ~y)[:6]:
        print(f"    {unseen[at]:.3f} {train[at][0].text}")
    print("  missed:", "；".join(train[at][0].text for at in np.flatnonzero(y & (unseen < 0.5))))
    for source in ("held_out", "check"):
        other = [(one, row) for one, row in rows if one.source == source]
        if other:
            p = probability(np.array([row for _, row in other]), model)
            for bar in (0.5, clear):
                off = [v >= bar for (one, _), v in zip(other, p, strict=True) if one.off_topic]
                on = [v >= bar for (one, _), v in zip(other, p, strict=True) if not one.off_topic]
                print(
                    f"  {source} at {bar:.3f}: off-topic {sum(off)}/{len(off)}, not {sum(on)}/{len(on)}"
                )
            on_topic = np.array([not one.off_topic for one, _ in other])
            for at in np.argsort(-p * on_topic)[:6]:
                print(f"    {p[at]:.3f} {other[at][0].text}")
            print(
                "  missed:",
                "；".join(
                    one.text
                    for (one, _), v in zip(other, p, strict=True)
                    if one.off_topic and v < 0.5
                ),
            )
    names = WORD_NAMES if name == "words" else FOUND_NAMES
    weights = {key: round(float(w), 4) for key, w in zip(names, model[0], strict=True)}
    return (
        {"weights": weights, "bias": round(model[1], 4)},
        round(clear, 4),
        round(max(highest, 0.5), 4),
    )


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--check", type=Path)
    arguments = parser.parse_args()
    settings = load_settings({"WENBAO_HOME": str(arguments.home)})
    embedder = make_embedder(settings, print)
    # Every question is to be searched for, those too that words alone would decide.
    planning.clearly_off_topic = lambda question: False
    every: list[Asked] = []
    sources = [(HERE / "off_topic.jsonl", "train"), (HERE / "train_questions.jsonl", "train")]
    sources += [(arguments.check, "check")] if arguments.check else []
    with open_library(
        settings.home, settings.store, passage_shape(settings.passages), "other"
    ) as library:
        retriever = HybridRetriever(library=library, embedder=embedder, settings=settings.search)
        for path, source in sources:
            every += asked(path, source, retriever, library.records())
    words, clear_words, _ = measure("words", every, [one.words for one in every])
    found, clear_found, likely = measure("found", every, [one.found for one in every])
    plain = {
        "words": words,
        "found": found,
        "likely": likely,
        "clear_words": clear_words,
        "clear_found": clear_found,
    }
    MODELS.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

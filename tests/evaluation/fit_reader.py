"""Fit the reader's two logistic models: `assistant/fitted/coefficients.json` and `refusal.json`.

    python -m tests.evaluation.fit_reader --home HOME [--cmrc cmrc2018_trial.json]

HOME is a data folder into which the reports that `train_questions.jsonl` names were ingested. The
sentence model learns which sentence of the hits holds what was asked. The answerable model learns
whether any does: each answerable question is shown a second time with the passages that hold its
answer taken out of the hits. How many answerable questions may be refused is chosen in `refusal.json`,
and the thresholds that this leads to are written there. All figures are of questions held out by report
(5 folds). `unseen_questions.jsonl` is never fitted on, but its failures of scope and refusal were once
looked at.
"""

import argparse
import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from assistant.config import load_settings
from assistant.fitted.logistic import read_fitted
from assistant.making import make_embedder
from assistant.question.need import Need, read_need
from assistant.question.planning import Ask, make_plan
from assistant.reader.candidates import NAMES as SENTENCE_NAMES
from assistant.reader.candidates import CandidateTable
from assistant.reader.features import candidate_table
from assistant.reader.refusal import NAMES as QUESTION_NAMES
from assistant.reader.refusal import question_features
from ingest.models import Passage, Report, ReportFacts
from ingest.passages import passage_shape
from vectorstore.commit import LibraryEmbedder
from vectorstore.indexes.tokens import passage_terms, rarity
from vectorstore.library import Library, open_library
from vectorstore.models import SearchFilter, SearchResult
from vectorstore.retriever import HybridRetriever
from vectorstore.settings import StoreSettings

HERE = Path(__file__).parent
COEFFICIENTS = HERE.parent.parent / "assistant" / "fitted" / "coefficients.json"
HITS = 10
REFUSAL = COEFFICIENTS.with_name("refusal.json")
# What encyclopaedia questions weigh beside as many report questions. Up to 1 they cost the choice of
# sentences in reports nothing; refusal differs more between the two.
FOREIGN_SENTENCES = 1.0
FOREIGN_REFUSALS = 0.5
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One question with its candidates; `labels` say which sentences hold what was asked."""

    group: str
    kind: str
    need: Need
    table: CandidateTable
    labels: npt.NDArray[np.bool_]
    answerable: bool


def flat(text: str) -> str:
    """NFKC without white space and thousands separators, as the questions' README scores."""
    squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", squeezed)


def holds(needle: str, text: str) -> bool:
    """Literal match with digit boundaries."""
    pattern = re.escape(flat(needle))
    pattern = (r"(?<![\d.])" if needle[:1].isdigit() else "") + pattern
    pattern += r"(?!\d|\.\d)" if needle[-1:].isdigit() else ""
    return re.search(pattern, flat(text)) is not None


def sample(
    group: str, kind: str, need: Need, topic: str, result: SearchResult, needles: Sequence[str]
) -> Sample | None:
    """Make a sample; None where there is nothing to read."""
    table = candidate_table(need, result, passage_terms, rarity, topic)
    if not table.candidates:
        return None
    enough: Callable[[Sequence[bool]], bool] = all if kind in ("number", "cmrc") else any
    labels = np.array(
        [
            bool(needles) and enough([holds(needle, one.text) for needle in needles])
            for one in table.candidates
        ]
    )
    return Sample(group, kind, need, table, labels, bool(labels.any()))


def without(result: SearchResult, needles: Sequence[str]) -> SearchResult:
    """Take the hits out that hold any of the needles."""
    kept = [
        hit for hit in result.hits if not any(holds(needle, hit.passage.text) for needle in needles)
    ]
    return replace(result, hits=tuple(kept))


def report_samples(library: Library, retriever: HybridRetriever, path: Path) -> Iterator[Sample]:
    """Read the training questions over the library's reports."""
    records = library.records()
    ids = {record.source_name: record.report_id for record in records}
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] in ("followup", "cross") or case.get("file") not in ids:
            continue
        if case.get("status") in ("not_in_library", "off_topic") or case.get("reserved_report"):
            continue
        question = case["turns"][-1]
        part = make_plan(Ask(question, today=date(2026, 1, 1)), records).parts[0]
        need = read_need(question)
        where = SearchFilter(frozenset({ids[case["file"]]}))
        needles = case.get("must_contain", [])
        wide = retriever.search(part.search, where, HITS * 2)
        for kept in (needles, None) if needles else (needles,):
            result = wide if kept is not None else without(wide, needles)
            result = replace(result, hits=result.hits[:HITS])
            made = sample(case["file"], case["kind"], need, part.topic, result, kept or [])
            if made is not None and (made.answerable or not kept):
                yield made


def cmrc_library(path: Path, home: Path, embedder: LibraryEmbedder) -> Library:
    """Put the paragraphs of a SQuAD-style file into a library, each a report of one passage."""
    library = open_library(home, StoreSettings(), "cmrc", "other")
    for number, paragraph in enumerate(paragraphs(path)):
        text = paragraph["context"].replace("\n", "")
        name = f"{number:05d}"
        passage = Passage(name, name, 0, (), text, 0, len(text), 0)
        facts = ReportFacts(title="")
        library.write(
            Report(name, "r1", f"{name}{text[:8]}", name, facts, text, (passage,)), embedder
        )
    return library


def paragraphs(path: Path) -> list[dict[str, object]]:
    """Give the paragraphs of a SQuAD-style file."""
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [paragraph for article in data for paragraph in article["paragraphs"]]


def cmrc_samples(path: Path, retriever: HybridRetriever) -> Iterator[Sample]:
    """Read the questions of a SQuAD-style file, each also without its own paragraph."""
    for number, paragraph in enumerate(paragraphs(path)):
        own = f"{number:05d}"
        for qa in paragraph["qas"]:
            question = qa["question"]
            golds = [answer["text"] for answer in qa["answers"]]
            wide = retriever.search(question, limit=HITS + 1)
            need = read_need(question)
            first = replace(wide, hits=wide.hits[:HITS])
            made = sample(f"cmrc{number}", "cmrc", need, question, first, golds[:1])
            if made is not None:
                right = [
                    wide.hits[one.hit].passage.report_id == own
                    and any(holds(g, one.text) for g in golds)
                    for one in made.table.candidates
                ]
                if any(right):
                    yield replace(made, labels=np.array(right), answerable=True)
            others = tuple(hit for hit in wide.hits if hit.passage.report_id != own)[:HITS]
            lone = sample(f"cmrc{number}", "cmrc", need, question, replace(wide, hits=others), [])
            if lone is not None:
                yield lone


def fitted(values: Array, labels: Array, weights: Array, c: float) -> tuple[Array, float]:
    """Fit a logistic model on standardised features; give weights and bias for raw ones."""
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=c, max_iter=2000)
    model.fit(scaler.transform(values), labels, sample_weight=weights)
    scaled = model.coef_[0] / scaler.scale_
    return scaled, float(model.intercept_[0] - (scaled * scaler.mean_).sum())


def shares_of(samples: Sequence[Sample], share: float) -> Array:
    """Weigh the samples so that encyclopaedia questions count `share` times as much as the others."""
    foreign = np.array([one.kind == "cmrc" for one in samples])
    if not foreign.any() or foreign.all():
        return np.ones(len(samples))
    return np.where(foreign, share * (~foreign).sum() / foreign.sum(), 1.0)


def sentence_model(samples: Sequence[Sample]) -> tuple[Array, float]:
    """Learn which candidate holds what was asked; every question weighs the same."""
    asked = [one for one in samples if one.answerable]
    values = np.concatenate([one.table.values for one in asked])
    labels = np.concatenate([one.labels for one in asked]).astype(float)
    shares = shares_of(asked, FOREIGN_SENTENCES)
    weights = np.concatenate(
        [
            np.full(len(one.labels), share * 20 / len(one.labels))
            for one, share in zip(asked, shares, strict=True)
        ]
    )
    return fitted(values, labels, weights, 0.3)


def scores_of(one: Sample, model: tuple[Array, float]) -> Array:
    """Give the probability of each candidate."""
    return np.asarray(1 / (1 + np.exp(-(one.table.values @ model[0] + model[1]))))


def answerable_model(samples: Sequence[Sample], model: tuple[Array, float]) -> tuple[Array, float]:
    """Learn whether the best candidate answers; answerable and not weigh the same together."""
    values = np.array([question_features(s.need, s.table, scores_of(s, model)) for s in samples])
    labels = np.array([float(s.answerable) for s in samples])
    share = labels.mean()
    weights = np.where(labels > 0, 0.5 / share, 0.5 / (1 - share)) * shares_of(
        samples, FOREIGN_REFUSALS
    )
    return fitted(values, labels, weights, 0.3)


def held_out(samples: Sequence[Sample]) -> tuple[list[Array], Array]:
    """Give each sample's candidate scores and confidence from models that never saw its report."""
    scores: list[Array] = [np.zeros(0)] * len(samples)
    confidence = np.zeros(len(samples))
    folds = GroupKFold(5).split(samples, groups=[one.group for one in samples])
    for train, test in folds:
        known = [samples[i] for i in train]
        sentence = sentence_model(known)
        answerable = answerable_model(known, sentence)
        for i in test:
            scores[i] = scores_of(samples[i], sentence)
            values = question_features(samples[i].need, samples[i].table, scores[i])
            confidence[i] = 1 / (1 + np.exp(-(values @ answerable[0] + answerable[1])))
    return scores, confidence


def report(
    samples: Sequence[Sample], scores: Sequence[Array], confidence: Array, refusal: dict[str, Any]
) -> dict[str, Any]:
    """Print the held-out figures; give `refusal` with the thresholds that its shares lead to now."""
    kinds = dict.fromkeys(one.kind for one in samples)
    reports = np.array([one.kind != "cmrc" for one in samples])
    yes = np.array([one.answerable for one in samples])
    threshold = float(np.quantile(confidence[yes & reports], refusal["false_refusals"]))
    for kind in kinds:
        own = [i for i, one in enumerate(samples) if one.kind == kind and one.answerable]
        ranks = [1 + int((scores[i] > scores[i][samples[i].labels].max()).sum()) for i in own]
        tops = "  ".join(f"top {k} {np.mean([r <= k for r in ranks]):.3f}" for k in (1, 2, 3))
        if own:
            print(f"{kind:12} {len(own):5}  {tops}")
    held: dict[str, dict[str, float]] = {}
    for name, part in (("reports", reports), ("cmrc", ~reports)):
        if part.any():
            kept, refused = confidence[part & yes], confidence[part & ~yes]
            for share in (0.01, 0.02, 0.03, 0.05, 0.1):
                at = float(np.quantile(kept, share))
                print(
                    f"{name}: false refusals {share:.2f} -> refused {np.mean(refused < at):.3f} ({at:.3f})"
                )
            held[name] = {
                "false_refusals": round(float(np.mean(kept < threshold)), 3),
                "refused": round(float(np.mean(refused < threshold)), 3),
            }
            print(f"{name} at {threshold:.3f}: {held[name]}")
    foreign = confidence[yes & ~reports]
    open_share = refusal["open_false_refusals"]
    open_threshold = float(np.quantile(foreign, open_share)) if len(foreign) else threshold
    return refusal | {
        "threshold": round(threshold, 4),
        "open_threshold": round(max(threshold, open_threshold), 4),
        "held_out": held,
    }


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cmrc", type=Path)
    parser.add_argument("--questions", type=Path, default=HERE / "train_questions.jsonl")
    arguments = parser.parse_args()
    settings = load_settings({"WENBAO_HOME": str(arguments.home)})
    embedder = make_embedder(settings, print)
    samples: list[Sample] = []
    with open_library(
        settings.home, settings.store, passage_shape(settings.passages), "other"
    ) as library:
        retriever = HybridRetriever(library=library, embedder=embedder, settings=settings.search)
        samples += report_samples(library, retriever, arguments.questions)
    if arguments.cmrc:
        with (
            tempfile.TemporaryDirectory() as home,
            cmrc_library(arguments.cmrc, Path(home), embedder) as library,
        ):
            retriever = HybridRetriever(
                library=library, embedder=embedder, settings=settings.search
            )
            samples += cmrc_samples(arguments.cmrc, retriever)
    print(len(samples), "samples,", sum(one.answerable for one in samples), "answerable")
    refusal = report(samples, *held_out(samples), read_fitted("refusal.json"))
    sentence = sentence_model(samples)
    answerable = answerable_model(samples, sentence)
    COEFFICIENTS.write_text(
        json.dumps(
            {
                "sentence": named(SENTENCE_NAMES, sentence),
                "answerable": named(QUESTION_NAMES, answerable),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    REFUSAL.write_text(json.dumps(refusal, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def named(names: Sequence[str], model: tuple[Array, float]) -> dict[str, object]:
    """Give a model's JSON form."""
    weights = {name: round(float(w), 4) for name, w in zip(names, model[0], strict=True)}
    return {"weights": weights, "bias": round(model[1], 4)}


if __name__ == "__main__":
    main()

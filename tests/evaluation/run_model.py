"""Ask a fixed sample with and without the language model, and score its raw words beside the checked.

    python -m tests.evaluation.run_model --home HOME --questions dev_qa.jsonl [--cases 30] [--json OUT]

The sample is the same on every machine: of each kind as many as its share, by the hash of their ids.
The model is the one that the environment names (WENBAO_MODEL_NAME=local). "Raw" is what the model wrote,
scored as if it were shown: marks as it set them, each citing the whole passage that it was given.
"""

import argparse
import hashlib
import json
import os
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.config import load_settings
from assistant.evaluation.cases import EvaluationCase, load_cases
from assistant.evaluation.scoring import has, shown_text
from assistant.grounding.claims import MARK, asserted_figures
from assistant.grounding.verification import loose_figures, verify_answer
from assistant.llm.narrator import Narrator, Record
from assistant.models import Answer, Citation, Mode, Turn
from assistant.service import Assistant


def sample(cases: Sequence[EvaluationCase], size: int) -> list[EvaluationCase]:
    """Give `size` cases, of each kind by its share, chosen by the hash of the id."""

    def place(case: EvaluationCase) -> str:
        return hashlib.sha256(case.id.encode()).hexdigest()

    chosen: list[EvaluationCase] = []
    for kind, count in sorted(Counter(case.kind for case in cases).items()):
        own = sorted((case for case in cases if case.kind == kind), key=place)
        chosen += own[: max(1, round(size * count / len(cases)))]
    return sorted(sorted(chosen, key=place)[:size], key=lambda case: case.id)


def raw_answer(record: Record, answer: Answer) -> Answer:
    """What the model wrote as an answer of its own, unchecked."""
    citations = tuple(
        Citation(
            s.n, s.passage.report_id, s.facts.title, s.facts.region, s.facts.year,
            s.passage.heading, s.passage.page, s.passage.text, s.passage.text,
            s.passage.start, s.passage.end,
        )
        for s in record.packed.sources
    )  # fmt: skip
    return replace(
        answer, text=record.text, citations=citations, figures=(), computed=(), table=None, parts=()
    )


def converse(
    service: Assistant, case: EvaluationCase, mode: Mode, heard: list[Record]
) -> tuple[list[Answer], list[Record]]:
    """Ask the turns of a case; give the answers and, where the model was asked, what it wrote.

    `heard` is the list that the service's narrator puts its records on.
    """
    history: list[Turn] = []
    records: list[Record] = []
    for question in case.turns:
        heard.clear()
        answer = service.ask(question, history=tuple(history), mode=mode)
        records.append(heard[-1] if heard else Record())
        # The conversation goes on from the extractive answer, so that both are asked the same.
        history.append(Turn(question, answer))
    return [turn.answer for turn in history], records


def complete(case: EvaluationCase, answers: Sequence[Answer]) -> bool:
    """Whether every required string is shown."""
    last = (*case.must_contain, *case.must_contain_derived)
    per_turn = case.must_contain_per_turn or (*(() for _ in answers[:-1]), last)
    return all(
        has(needle, shown_text(answer))
        for answer, needles in zip(answers, per_turn, strict=True)
        for needle in needles
    )


def main() -> None:
    """Ask, score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=30)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    settings = load_settings(dict(os.environ) | {"WENBAO_HOME": str(arguments.home)})
    chosen = sample(load_cases(arguments.questions), arguments.cases)
    repairs: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    first, last, lines = [], [], []
    heard: list[Record] = []
    with Assistant.open(settings, "other") as service:
        if service.model is not None:
            # Before the first question: the chain is made with the narrator of that moment.
            service.narrator = Narrator(service.model, heard.append)
        service.warm_up()
        for case in chosen:
            plain, _ = converse(service, case, "extractive", heard)
            told, records = converse(service, case, "llm", heard)
            counts["extractive complete"] += complete(case, plain)
            counts["model complete"] += complete(case, told)
            for answer, record in zip(told, records, strict=True):
                counts[f"mode {answer.mode}"] += 1
                repairs.update(answer.repairs)
                counts["loose figures"] += len(loose_figures(answer))
                violations = verify_answer(answer, service.report_text, lambda _: True)
                counts["violations"] += len(violations)
                reports = {c.report_id for c in plain[told.index(answer)].citations}
                counts["outside scope"] += sum(c.report_id not in reports for c in answer.citations)
                if not record.text:
                    continue
                raw = raw_answer(record, answer)
                wrong = verify_answer(raw, service.report_text, lambda _: True)
                counts["raw: answers"] += 1
                counts["raw: figures"] += len(asserted_figures(MARK.sub("", raw.text)))
                for kind in ("uncited_sentence", "unknown_mark", "unsupported_figure",
                             "unsupported_year", "wrong_region"):  # fmt: skip
                    counts[f"raw: {kind}"] += sum(v.kind == kind for v in wrong)
                if record.first_s is not None:
                    first.append(record.first_s)
                    last.append(record.last_s)
                lines.append(
                    {
                        "id": case.id,
                        "question": answer.standalone_question,
                        "raw": record.text,
                        "shown": answer.text,
                        "mode": answer.mode,
                        "repairs": answer.repairs,
                        "notices": answer.notices,
                        "tokens": record.packed.tokens,
                        "first_s": record.first_s,
                        "last_s": record.last_s,
                    }
                )
                print(case.id, answer.mode, answer.repairs, f"{record.last_s:.0f} s", flush=True)
                if arguments.json:
                    arguments.json.write_text(json.dumps(lines, ensure_ascii=False, indent=1))
    print(f"{len(chosen)} cases")
    for name, count in sorted({**counts, **{f"repair {k}": v for k, v in repairs.items()}}.items()):
        print(f"  {name:28} {count}")
    if first:
        print(f"first word p50 {statistics.median(first):.1f} s, last p50 {statistics.median(last):.1f} s, "
              f"worst {max(last):.1f} s")  # fmt: skip


if __name__ == "__main__":
    main()

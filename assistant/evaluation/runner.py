"""Ask every case's turns in one conversation and judge the answers."""

import time
from collections.abc import Callable, Mapping, Sequence

from assistant.errors import USER_ERRORS
from assistant.evaluation.cases import EvaluationCase
from assistant.evaluation.metrics import CaseResult, failed, judge
from assistant.evaluation.summary import EvaluationReport
from assistant.models import Answer

Ask = Callable[[Sequence[str]], Sequence[Answer]]


def run_evaluation(
    cases: Sequence[EvaluationCase],
    ask: Ask,
    source_names: Mapping[str, str],
    *,
    report_text: Callable[[str], str | None] | None = None,
    confidence: Callable[[Answer], float | None] | None = None,
    progress: Callable[[int, int], None] | None = None,
    clock_s: Callable[[], float] = time.perf_counter,
) -> EvaluationReport:
    """Run cases through `ask`, which answers the turns of one conversation, one answer a turn.

    `source_names` gives each report id's source name, `report_text` its normalised text (then
    quotes are checked to be verbatim), `confidence` how sure the reader was of an answer. A case
    that ends in a user error counts as wrong; any other error is a defect and is raised.
    """
    results: list[CaseResult] = []
    for done, case in enumerate(cases, 1):
        started = clock_s()
        try:
            answers = ask(case.turns)
        except USER_ERRORS as error:
            results.append(failed(case, str(error), (clock_s() - started) * 1000))
        else:
            latency_ms = (clock_s() - started) * 1000
            if len(answers) != len(case.turns):
                raise ValueError(f"{case.id}: {len(answers)} answers to {len(case.turns)} turns")
            sure = confidence(answers[-1]) if confidence else None
            results.append(judge(case, answers, latency_ms, source_names, report_text, sure))
        if progress:
            progress(done, len(cases))
    return EvaluationReport(tuple(results))

"""Small libraries of the sample and the made-up reports, each in a folder that is thrown away.

Nothing of the user's is read or written: the data folder is a temporary one and no setting comes from
outside. Only the unpacked default model is kept between runs, where the tests keep it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.cli.library import sample_path
from assistant.cli.questions import converse
from assistant.config import Settings
from assistant.evaluation.cases import EvaluationCase
from assistant.evaluation.runner import run_evaluation
from assistant.evaluation.summary import EvaluationReport
from assistant.service import Assistant
from vectorstore.settings import EmbeddingSettings

HERE = Path(__file__).parent
MADE_UP = tuple(sorted(path.name for path in (HERE / "reports").iterdir()))
"""Reports of places that do not exist."""

MODELS = HERE.parent.parent / ".pytest_cache" / "d" / "models"
# What the same answers on every machine need: one precision, one device, one order of sums.
_STEADY = EmbeddingSettings.model_validate({"precision": "float32", "device": "cpu", "threads": 1})


def report_path(name: str) -> Path:
    """Give the folder or file of one report of a case's library."""
    return sample_path() if name == "sample" else HERE / "reports" / name


def settings_of(home: Path, models: Path = MODELS) -> Settings:
    """Give the settings of a data folder that shares the unpacked model in `models`."""
    models.mkdir(parents=True, exist_ok=True)
    if not (home / "models").exists():
        (home / "models").symlink_to(models.resolve(), target_is_directory=True)
    return Settings(home=home, embedding=_STEADY)


@contextmanager
def small_library(names: Sequence[str], models: Path = MODELS) -> Iterator[Assistant]:
    """Open a library of these reports; "sample" is the report that the package carries."""
    with tempfile.TemporaryDirectory() as home:
        settings = settings_of(Path(home), models)
        with Assistant.open(settings, "other", notice=print) as assistant:
            outcome = assistant.ingest([report_path(name) for name in names])
            assert not outcome.failed, outcome
            yield assistant


def run_cases(assistant: Assistant, cases: Sequence[EvaluationCase]) -> EvaluationReport:
    """Ask the cases and judge the answers, with the verifier on."""
    return run_evaluation(
        cases,
        lambda turns: converse(assistant, list(turns), None),
        {one.report_id: one.source_name for one in assistant.reports()},
        report_text=assistant.report_text,
        confidence=lambda answer: answer.confidence,
    )

"""Commands that ask: search, ask, eval."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.cli.connection import connect
from assistant.cli.language import pick
from assistant.cli.progress import ProgressLine
from assistant.errors import AssistantError, QuestionRejected
from assistant.models import Answer, Mode, Scope, Turn
from assistant.vocabulary.limits import by_field

if TYPE_CHECKING:
    from assistant.seam import Session


def _chosen_scope(arguments: argparse.Namespace) -> Scope | None:
    return Scope.chosen(**by_field(vars(arguments)))


def search(arguments: argparse.Namespace) -> int:
    """List the passages nearest to a question."""
    with connect("search") as session:
        hits = session.search_json(
            arguments.question, limit=arguments.k, scope=_chosen_scope(arguments)
        )
    if arguments.json:
        print(json.dumps(hits, ensure_ascii=False, indent=2))
        return 0
    if not hits:
        print(pick("没有找到相关段落。", "No passage found."))
    for number, hit in enumerate(hits, 1):
        where = " › ".join([hit["title"], *hit["heading"]])
        page = f"（第{hit['page']}页）" if hit["page"] else ""
        print(f"{number}. {where}{page}\n   {hit['text']}\n")
    return 0


class _Batch(BaseModel):
    """One line of `ask --jsonl`."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    turns: list[str] = Field(min_length=1)


def _batches(path: Path) -> Iterator[_Batch]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(
            f"读不了问题文件 {path}：{error}。请给一个 UTF-8 的 JSONL 文件。",
            f"cannot read {path}: {error}. Give a JSONL file in UTF-8.",
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _Batch.model_validate_json(line)
            except ValidationError as error:
                raise AssistantError(
                    f'{path} 第{number}行不是 {{"id", "turns"}} 形式：{error.errors()[0]["msg"]}。',
                    f'{path}, line {number} is not {{"id", "turns"}}: {error.errors()[0]["msg"]}.',
                ) from error


def ask(arguments: argparse.Namespace) -> int:
    """Answer one question, or a file of conversations."""
    if (arguments.question is None) == (arguments.jsonl is None):
        raise QuestionRejected(
            "请给一个问题，或用 --jsonl 给一个问题文件，二者选一。",
            "Give either a question or --jsonl FILE.",
        )
    scope = _chosen_scope(arguments)
    batches = None if arguments.jsonl is None else list(_batches(arguments.jsonl))
    with connect("ask") as session:
        if batches is None:
            answer = session.ask(arguments.question, history=(), scope=scope, mode=arguments.mode)
            _print_answer(answer, as_json=arguments.json)
            return 0
        for batch in batches:
            answers = converse(session, batch.turns, scope, arguments.mode)
            line = {"id": batch.id, "answers": [answer.to_json() for answer in answers]}
            print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0


def converse(
    session: "Session", turns: list[str], scope: Scope | None, mode: Mode | None = None
) -> list[Answer]:
    """Ask the turns of one conversation in order; a rejected question becomes its own answer."""
    history: list[Turn] = []
    for question in turns:
        try:
            answer = session.ask(question, history=tuple(history), scope=scope, mode=mode)
        except QuestionRejected as error:
            answer = Answer(
                "off_topic", str(error), standalone_question=question, intent="off_topic"
            )
        history.append(Turn(question, answer))
    return [turn.answer for turn in history]


def _print_answer(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
        return
    from assistant.render import answer_text

    print(answer_text(answer))


def evaluate(arguments: argparse.Namespace) -> int:
    """Run a set of questions and print how well they were answered."""
    from assistant.evaluation.cases import load_cases
    from assistant.evaluation.report import text_table, write_html
    from assistant.evaluation.runner import run_evaluation

    cases = [
        case
        for case in load_cases(arguments.cases)
        if not arguments.kind or case.kind in arguments.kind
    ]
    scope = _chosen_scope(arguments)
    with connect("other") as session, ProgressLine(quiet=not sys.stderr.isatty()) as line:
        titles = {report.report_id: report.source_name for report in session.reports()}
        report = run_evaluation(
            cases,
            lambda turns: converse(session, list(turns), scope, arguments.mode),
            titles,
            report_text=session.report_text,
            confidence=lambda answer: answer.confidence,
            progress=lambda done, total: line.show(f"{done}/{total}", f"{done}/{total}"),
        )
    if arguments.html:
        write_html(report, arguments.html)
    print(
        json.dumps(report.to_json(), ensure_ascii=False, indent=2)
        if arguments.json
        else text_table(report)
    )
    return 0

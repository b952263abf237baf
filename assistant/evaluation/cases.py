"""Questions with known answers: the schema of a case and its loaders.

One JSON object a line. Only `turns` is required beyond an id, so that an official can write down
their own questions; the other fields say what a right answer must hold, cite and refuse.
"""

import json
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import AssistantError
from assistant.models import Status


class CasesUnreadable(AssistantError):
    """The file of questions cannot be used; the message names the lines."""


class EvaluationCase(BaseModel):
    """One question, or one conversation, with what a right answer must hold.

    `must_contain` strings must all be found (`must_contain_per_turn`: those of each turn in its own
    answer), `must_contain_derived` too, though no report holds them; one of `accept` is enough.
    `evidence` are verbatim sentences of the reports `evidence_docs` (source names); in a
    conversation evidence i belongs to turn i. `must_not_contain` and `trap_figures` must not be
    shown, unless in the sentence that shows `main`; `refuted` may be shown only as refuted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    turns: tuple[str, ...] = Field(min_length=1)
    kind: str = "number"
    user: str = ""
    docs: tuple[str, ...] = ()
    answer: str = ""
    must_contain: tuple[str, ...] = ()
    must_contain_per_turn: tuple[tuple[str, ...], ...] | None = None
    must_contain_derived: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    evidence_docs: tuple[str, ...] = ()
    section: str = ""
    answerable: bool = True
    status: Status | None = None
    trap_figures: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()
    main: str = ""
    refuted: tuple[str, ...] = ()
    injection: bool = False
    library: tuple[str, ...] = ()
    file: str = ""
    files: tuple[str, ...] = ()
    reserved_report: str | bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _infer(cls, given: object) -> object:
        """A refusing status makes a case unanswerable; `file` and `files` are other names of `docs`."""
        if not isinstance(given, dict):
            return given
        filled = {name: value for name, value in given.items() if value is not None}
        if "answerable" not in filled and filled.get("status") not in (None, "disclosed"):
            filled["answerable"] = False
        if "docs" not in filled:
            filled["docs"] = filled.get("files") or list(filter(None, [filled.get("file")]))
        return filled

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if any(not turn.strip() for turn in self.turns):
            raise ValueError("turns 中有空的问题")
        if len(self.evidence) != len(self.evidence_docs):
            raise ValueError("evidence 与 evidence_docs 条数不同")
        per_turn = self.must_contain_per_turn
        if per_turn is not None and len(per_turn) != len(self.turns):
            raise ValueError("must_contain_per_turn 与 turns 条数不同")
        return self

    def needles(self, turn: int) -> tuple[str, ...]:
        """Give the strings that the answer to this turn must hold."""
        last = turn == len(self.turns) - 1
        if self.must_contain_per_turn is not None:
            return self.must_contain_per_turn[turn]
        return self.must_contain if last else ()

    def evidence_of(self, turn: int) -> tuple[tuple[str, str], ...]:
        """Give the (sentence, source name) pairs that belong to this turn."""
        pairs = tuple(zip(self.evidence, self.evidence_docs, strict=True))
        if len(self.turns) == 1:
            return pairs
        return pairs[turn : turn + 1]


def load_cases(path: Path) -> tuple[EvaluationCase, ...]:
    """Read cases from a .jsonl file, or from a SQuAD-style .json file.

    Raises CasesUnreadable, in Chinese, naming each line that cannot be used.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CasesUnreadable(
            f"读不了题目文件 {path}：请检查路径，并以 UTF-8 保存。",
            f"Cannot read the file of questions {path}: check the path, and save it in UTF-8.",
        ) from error
    if Path(path).suffix == ".json":
        return _squad(text, path)
    cases: list[EvaluationCase] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            cases.append(EvaluationCase.model_validate(json.loads(line)))
        except ValidationError as error:
            problems.append(f"第 {number} 行：{_reasons(error)}")
        except ValueError as error:
            problems.append(f"第 {number} 行：不是 JSON（{error}）")
    ids = [case.id for case in cases]
    problems += [f"id 重复：{name}" for name in sorted({n for n in ids if ids.count(n) > 1})]
    if problems:
        raise CasesUnreadable(
            f"题目文件 {path} 有误：\n" + "\n".join(problems[:20]),
            f"{len(problems)} lines of the file of questions {path} cannot be used:\n"
            + "\n".join(problems[:20]),
        )
    if not cases:
        raise CasesUnreadable(
            f"题目文件 {path} 里没有题目。", f"The file of questions {path} holds none."
        )
    return tuple(cases)


_MEANING = {
    "missing": "缺少",
    "extra_forbidden": "不认识的字段",
    "string_type": "应为文字",
    "tuple_type": "应为列表",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "literal_error": "取值不对",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "model_type": "应为一个 JSON 对象",
}


def _reasons(error: ValidationError) -> str:
    reasons = []
    for item in error.errors():
        field = ".".join(str(part) for part in item["loc"])
        meaning = _MEANING.get(item["type"], item["msg"].removeprefix("Value error, "))
        reasons.append(f"{field} {meaning}".strip())
    return "；".join(reasons)


class _SquadAnswer(BaseModel):
    text: str


class _SquadQuestion(BaseModel):
    id: str
    question: str
    answers: tuple[_SquadAnswer, ...]


class _SquadParagraph(BaseModel):
    id: str
    context: str
    qas: tuple[_SquadQuestion, ...]


class _SquadArticle(BaseModel):
    paragraphs: tuple[_SquadParagraph, ...]


class _Squad(BaseModel):
    data: tuple[_SquadArticle, ...]


def _squad(text: str, path: Path) -> tuple[EvaluationCase, ...]:
    try:
        squad = _Squad.model_validate_json(text)
    except ValidationError as error:
        raise CasesUnreadable(
            f"题目文件 {path} 不是 SQuAD 格式：{_reasons(error)}",
            f"The file of questions {path} is not in the form of SQuAD: {_reasons(error)}",
        ) from error
    return tuple(
        EvaluationCase(
            id=question.id,
            kind="passage",
            turns=(question.question,),
            answer=question.answers[0].text if question.answers else "",
            accept=tuple(dict.fromkeys(answer.text for answer in question.answers)),
            docs=(paragraph.id,),
            evidence=(paragraph.context,),
            evidence_docs=(paragraph.id,),
        )
        for article in squad.data
        for paragraph in article.paragraphs
        for question in paragraph.qas
        if question.question.strip()
    )

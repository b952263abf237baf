"""A made-up report (虚构), an answer from it that holds, and what checks answers."""

from assistant.grounding.verification import verify_answer
from assistant.grounding.violations import Violation
from assistant.models import Answer, AnswerFigure, Citation

REPORT = (
    "一、工作情况\n全年共收到行政复议申请 376 件，审结 304 件，纠错率 8.88%。提出意见500余条。"
    "印发三项制度。2020年虚构区投入2.77万亿元。"
)
OTHER = "受理行政复议案件21宗。2019年投入19492.6亿元。城镇化率58.5%。"
TEXTS = {"a": REPORT, "b": OTHER}


def cite(n: int, report_id: str, quote: str, region: str = "虚构区", year: int = 2020) -> Citation:
    start = TEXTS[report_id].index(quote)
    return Citation(
        n=n, report_id=report_id, title=f"{region}{year}年报告", region=region, year=year,
        heading=(), page=None, quote=quote, passage=TEXTS[report_id], start=start,
        end=start + len(quote),
    )  # fmt: skip


QUOTE = "全年共收到行政复议申请 376 件，审结 304 件，纠错率 8.88%。"
GOOD = Answer(
    status="disclosed",
    text=f"{QUOTE}[1]",
    citations=(cite(1, "a", QUOTE),),
    figures=(
        AnswerFigure("376 件", 376, "件", 1),
        AnswerFigure("304 件", 304, "件", 1),
        AnswerFigure("8.88%", 8.88, "%", 1),
    ),
)


def check(answer: Answer, in_scope=lambda report_id: True, fixed=()) -> tuple[Violation, ...]:
    return verify_answer(answer, TEXTS.get, in_scope, fixed)


def kinds(answer: Answer, **options) -> set[str]:
    return {violation.kind for violation in check(answer, **options)}

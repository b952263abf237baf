"""Kinds of report that a question names: 法治政府建设报告, 政府工作报告 and the like."""

import re

from assistant.scope.report_words import kinds_named, words
from ingest.facts import kinds

_KINDS: tuple[tuple[str, str], ...] = (
    (
        r"法治政府(?:建设)?(?:年度|工作|情况|的)*报告|依法行政(?:工作|情况)*报告",
        kinds.LAW_BASED_GOVERNMENT,
    ),
    (r"政府工作报告|管委会工作报告|管理委员会工作报告", kinds.GOVERNMENT_WORK),
    (r"信息公开(?:工作)?(?:年度)?报告", kinds.DISCLOSURE),
    (r"统计公报", kinds.STATISTICS),
    (r"预算(?:执行)?(?:情况)?(?:的)?报告", kinds.BUDGET),
    (r"审计(?:工作)?报告", kinds.AUDIT),
)
# What a report is read for, not the report: 审计报告 may be a thing counted in it.
_ASKED_OF = re.compile(r"(?:多少|(?<!近)几)[^，。？]{0,6}$")
# The year in the middle of a name: 法治2023年年报, 法治2023年报.
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?(?!报)的?)?")


def kind_words() -> str:
    """Give a pattern for the words that name a kind of report, short or in full."""
    short = (re.escape(name) for names in words("kinds").values() for name in names)
    return "(?:" + "|".join((*(pattern for pattern, _ in _KINDS), *short)) + ")"


def find_doc_types(question: str) -> tuple[str, ...]:
    """The kinds of report that the question says it is about, in the words of `ReportFacts.doc_type`."""
    question = _YEAR.sub("", question)
    found: list[str] = []
    for pattern, kind in _KINDS:
        for match in re.finditer(pattern, question):
            if not _ASKED_OF.search(question[: match.start()]) and kind not in found:
                found.append(kind)
    found += [kind for kind in kinds_named(question) if kind not in found]
    return tuple(found)

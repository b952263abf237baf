"""Questions that a passage or a heading answers, in the words in which they are asked.

Shared by the examples that the page opens with and by what can be asked next.
"""

import re

from assistant.figures import parse_figures
from ingest.models import Passage, ReportFacts
from ingest.segment import clause_spans

_LEADING = re.compile(
    r"^(其中|同时|全年|共|累计|并|还|已|一是|二是|三是|—+|年内|今年|去年|本年度|截至目前|\d+[.\uff0e、])+"
)
# What is planned or said of a span of years is no figure of this report's year.
_NOT_DONE = re.compile(r"将|拟|力争|目标|计划|预计|年内|年来|期间|以来")
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节条部分]*|[一二三四五六七八九十]+、|"
    r"[（(][一二三四五六七八九十\d]+[）)]|\d+[.\uff0e、]|[①-⑳])\s*"
)
_SHORT, _LONG = 8, 22
_LEAST_ASKED = 4
_TOPIC_SHORT, _TOPIC_LONG = 5, 22
_ASIDE = re.compile(r"不足|问题|短板|薄弱|思路|计划|打算|安排|下一步|今后|形势|挑战|注释")
# A heading names a field of work by its last words; a slogan does not.
_FIELD = re.compile(
    r"(?:工作|建设|执法|复议|应诉|监督|普法|决策|水平|职能|纠纷|信访|服务|保障|公开|治理|体系|机制|制度|管理|环境|审批|改革)$"
)
_SLOGAN = re.compile(r"新|突破|更|奋力|全力|聚力|着力|仍需|成效|[，。；：？]")


def scope_words(facts: ReportFacts) -> str:
    """Name region and year as a question begins: 某区2020年."""
    return f"{facts.region}{facts.year}年" if facts.year else facts.region


def figure_questions(scope: str, passage: Passage) -> list[tuple[str, str]]:
    """Give questions for the figures that clauses of a passage state, each with its clause."""
    found = []
    for start, end in clause_spans(passage.body):
        clause = passage.body[start:end].rstrip("，。；：")
        figures = [figure for figure in parse_figures(clause) if figure.asserted]
        plain = len(figures) == 1 and figures[0].kind == "count" and not figures[0].qualifier
        if not plain or not _SHORT <= len(clause) <= _LONG or _NOT_DONE.search(clause):
            continue
        figure = figures[0]
        # A figure in the middle of a clause rarely leaves a sentence behind when it is asked for.
        if figure.end != len(clause) or figure.unit == "" or not figure.text.endswith(figure.unit):
            continue
        asked = _LEADING.sub("", clause[: figure.start])
        if len(asked) >= _LEAST_ASKED:
            found.append((f"{scope}{asked}多少{figure.unit}？", clause))
    return found


def topic_question(scope: str, path: tuple[str, ...]) -> str:
    """Ask what was done in the field that the last heading of a path names; "" where it names none."""
    topic = _NUMBERING.sub("", path[-1]).strip().rstrip("。")
    if any(_ASIDE.search(heading) for heading in path) or _SLOGAN.search(topic):
        return ""
    fits = _TOPIC_SHORT <= len(topic) <= _TOPIC_LONG and _FIELD.search(topic)
    return f"{scope}在{topic}方面做了哪些工作？" if fits else ""

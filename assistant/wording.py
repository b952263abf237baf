"""Fixed phrases of answers; prompts, composition, verification, every surface and tests share them.

Answers and their notices are Chinese whoever reads them; what stands around them is in the reader's
language, so the labels have both.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.models import Status
from vectorstore.models import ReportRecord

_STOPS = re.compile(r"[。！？!?\n]+")

NOT_IN_REPORT = "报告未提及"
NOT_IN_LIBRARY = "未收录"
STATUS_LABELS: dict[Status, str] = {
    "disclosed": "已披露",
    "not_in_report": NOT_IN_REPORT,
    "not_in_library": NOT_IN_LIBRARY,
    "off_topic": "与报告无关",
    "clarify": "请确认",
    "assistant": "关于问报",
}
"""What the user reads for each outcome."""

STATUS_ENGLISH: dict[Status, str] = {
    "disclosed": "Disclosed",
    "not_in_report": "Not in the report",
    "not_in_library": "Not in the library",
    "off_topic": "Not about reports",
    "clarify": "Please choose",
    "assistant": "About Wenbao",
}
"""The same on the page in English."""

OLDER_REPORT = "最新的报告没有提到，以上出自较早年份的报告，请留意年份。"
OFF_TOPIC = "这个问题与政府报告无关，无法回答。问报只回答库里报告写明的内容。"

FIXED = (OFF_TOPIC,)
"""What a part of an answer may say with no source: words of the program's own, to the letter."""

RECOGNISED = "出处{marks}的文字由扫描图片识别得来，引用前请对照原页。"
UNSURE = "其中出处{marks}的识别把握较低，数字尤其要核对。"
WITHHELD = "核对没有通过，这个回答不能显示。请换个说法再问，或直接查看报告原文。"

CHANGED = "这条回答引用的报告后来有更换或移除，导出时已核对不上。"
"""What an exported answer says whose reports no longer bear it out."""

COLOPHON = "由问报生成。引文逐字摘自所注报告，数字与引文一致。"
"""What stands under every exported document; not under one with an answer that no longer holds."""

NEAREST_SHOWN = 5
"""Of how many other reports the titles are shown."""


def not_in_report(titles: Sequence[str]) -> str:
    """Say that the reports in scope do not answer the question."""
    named = "、".join(map(_in_a_sentence, titles[:2]))
    more = f"等 {len(titles)} 份报告" if len(titles) > 2 else ""
    where = f"在{named}{more}里" if named else "在库里的报告中"
    return f"{NOT_IN_REPORT}：{where}没有找到能回答这个问题的内容。"


def not_in_library(missing: Sequence[str], nearest: Sequence[ReportRecord]) -> str:
    """Say which reports the library lacks, and what it holds that is nearest."""
    what = "、".join(missing) if missing else "这个问题所问的年份或地区"
    text = f"{NOT_IN_LIBRARY}：库里没有{what}的报告，无法回答"
    if nearest:
        # One sentence: where only a part of a question is refused, the check knows it by its first word.
        held = "；".join(_in_a_sentence(record.facts.title) for record in nearest[:NEAREST_SHOWN])
        text += f"；库里相近的有：{held}"
    return f"{text}。"


def _in_a_sentence(title: str) -> str:
    """Quote a title without the stops that would end the sentence in which it stands."""
    return f"《{_STOPS.sub(' ', title).strip()}》"


def left_open(what: str, status: Status) -> str:
    """Name something asked that has no answer, with how it ended."""
    return f"{what}：{STATUS_LABELS[status]}"


ONLY_GROWTH = "只公布增速"
"""What a cell says whose report states only how the thing asked grew."""

UNANSWERED = "没有答到"
"""What stands over the parts and places of a question that have no answer."""

NEAREST = "最接近的内容（不是回答）"
"""What stands over the sentences nearest to a question that the reports do not answer."""

INSTEAD = "可以改问"
"""What stands over the questions that can be asked instead."""

CHOICES = "请选一个"
"""What stands over the choices of a question back."""


def only_growth(figure: str) -> str:
    """Say that a report states how a thing grew (下降3%: or fell), and not how much it is."""
    return f"{ONLY_GROWTH}：{figure}"


def silent_years(count: int) -> str:
    """Count the years whose reports do not tell what is asked over the years."""
    return f"另有{count}个年份的报告没有提到。"


def only_planned(title: str, year: int) -> str:
    """Say that what is shown was planned for the year, and is no result."""
    return f"以上是《{title}》对{year}年的安排，不是{year}年的结果。"


def not_done(title: str) -> str:
    """Say that a report plans what was asked as done, and does not tell that it was done."""
    return f"《{title}》没有写已经完成的情况，以上是它的计划。"


def plan_mark(year: int | None) -> str:
    """Give what stands before words that tell a plan, and no result."""
    return f"计划（{year}年）：" if year is not None else "计划："


def planned_within(parts: Iterable[tuple[str, int | None]]) -> str:
    """Say which words of a quote are planned, where the rest of it was done; "" for none."""
    said = "；".join(f"{plan_mark(year)}“{' '.join(words.split())}”" for words, year in parts)
    return f"其中{said}" if said else ""


def only_titled(title: str, year: int, covered: int | None) -> str:
    """Say that the report titled by the year asked about tells of the year before."""
    told = f"{covered}年" if covered is not None else "此前"
    return f"库里没有写{year}年情况的报告；《{title}》写的是{told}的情况，以上是{told}的，不是{year}年的。"


def model_failed(why: str) -> str:
    """Say why the answer is in the report's own words although a model is configured."""
    return f"{why}，以上改用报告原文回答。"


AI_LABEL = "AI 生成"
"""What marks words that a language model wrote, wherever they are shown."""


def model_notices(model: str, repairs: Mapping[str, int], left_out: int) -> tuple[str, ...]:
    """Label what a model wrote, and say what the check did to it."""
    said = [
        f"「{AI_LABEL}」文字由语言模型（{model}）根据所引段落写成，每句经程序核对；引号内为报告原文。"
    ]
    wrong = repairs.get("replaced", 0) + repairs.get("withheld", 0)
    if wrong:
        said.append(f"模型写的 {wrong} 句没有通过核对，没有显示，或已换成报告原文。")
    if left_out:
        said.append(f"另有 {left_out} 段相关内容因篇幅没有交给模型。")
    return tuple(said)


def unverified(kinds: Sequence[str]) -> str:
    """Say what the check found in an answer that is withheld."""
    return f"未通过核对：{'、'.join(kinds)}"


def offer_others(titles: Sequence[str]) -> str:
    """Name other reports that the question may have meant."""
    named = "、".join(f"《{title}》" for title in titles[:NEAREST_SHOWN])
    return f"问题没有写明地区，以上依据最相关的报告回答；也可以改问：{named}。"

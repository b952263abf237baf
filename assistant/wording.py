"""Fixed phrases of answers; prompts, composition, verification, every surface and tests share them.

Answers and their notices are Chinese whoever reads them; what stands around them is in the reader's
language, so the labels have both.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.models import Intent, Status
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

GREETING = "很高兴为您查报告。想知道报告里的数字、做法或安排，用平常话问就行；回答取自报告原文，并注明出处。"
HELP = (
    "我是问报，依据库里的政府报告回答问题。可以问一个数字、一项做法、存在的不足或下一步的安排，"
    "可以比较几个年份或地区，也可以让我概括一份报告。每句话都注明出处；报告没有写的，我会直说没有。"
)
FEEDBACK = "谢谢您的意见。哪条回答有误，请在页面上点它下面的“有误”，管理报告库的人会看到；也可以换个说法再问。"
NO_ADVICE = "问报只转述报告写明的内容，不能代替主管部门告诉您该怎么办。"
WHERE_LISTED = "全部报告在页面的“报告库”里，也可以用命令 wenbao reports 查看。"
SOURCES = "上一个回答出自："
NO_SOURCE_YET = "还没有可以说明出处的回答。请先提问，每个回答都会注明出处。"
NOT_BUILT: dict[Intent, str] = {
    "quiz": "问报还不会出题。",
    "outline": "问报还不会写提纲和教案。",
    "draft_check": "问报还不能整段核对文稿。",
}
"""What is said where more was wanted than the sentences of a report."""

IN_PLACE_OF_IT = "以上是报告里的有关原文，可供参考。"

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
    # A title, or 某地2020年报告, says already that it is a report.
    titled = [one for one in missing if one.startswith("《") or one.endswith("报告")]
    others = "、".join(one for one in missing if one not in titled)
    if others or not titled:
        titled.insert(0, f"{others or '这个问题所问的年份或地区'}的报告")
    text = f"{NOT_IN_LIBRARY}：库里没有{'、'.join(titled)}，无法回答"
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

TRY = "可以这样问"
"""What stands over questions that the library answers, beside words of the house."""

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
    return f"《{title}》里没有找到已经完成的情况，以上是它的计划。"


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


def in_stock(reports: int, places: int, years: str) -> str:
    """Say how many reports the library holds, of how many places and of which years."""
    where = f"涉及 {places} 个地区" if places else ""
    told = "，".join(filter(None, (where, years)))
    return f"库里现有 {reports} 份报告{'，' if told else ''}{told}。"


def export_how(formats: Sequence[str]) -> str:
    """Say how an answer or a conversation becomes a file."""
    kinds = "、".join(formats)
    return (
        f"在页面上点回答下面的“导出”，可以存成{kinds}；整段对话在左侧的对话记录里导出。"
        "在命令行用 wenbao ask “问题” --json 得到完整的回答。"
    )


def offer_others(titles: Sequence[str]) -> str:
    """Name other reports that the question may have meant."""
    named = "、".join(f"《{title}》" for title in titles[:NEAREST_SHOWN])
    return f"问题没有写明地区，以上依据最相关的报告回答；也可以改问：{named}。"

"""What a question wants of a report: what was done, what is planned, or both.

A question without a word for plans prefers what was done; one that asks for plans gets plans only;
one with words for both gets both. The words are rows of `outlook.tsv`.
"""

import re
from typing import Literal

from assistant.scope.models import ScopeReading, YearMention
from assistant.scope.ruled_out import without_ruled_out
from assistant.scope.senses import ASKED, sense_of
from ingest.outlook import Outlook
from ingest.outlook.words import words_of

Asked = Literal["done", "planned", "both", "any"]

# Words of plans that name no thing: “十四五”规划的目标, 今年计划改.
PLANS = re.compile(
    r"[“\"]?十[一二三四五六]?五[”\"]?(?:时期|期间|规划)?|(?:今年|明年)|往后[两三四五]年|"
    r"(?:打算|准备|计划|安排|力争|拟)(?:再)?(?:[新改扩]?[建造修办开打改](?:通)?)?|规划|的?目标|又"
)
_PLANNED = re.compile(r"^(?:打算|准备|计划|力争|拟)[^的，]{0,4}的|的?目标$")
_CLAUSES = re.compile(r"[^，,。！!？?；;]*[，,。！!？?；;]?")
_AIM = re.compile(r"目标|往后")
_THIS_YEAR = ("今年", "本年", "本年度")


def asked_outlook(question: str, reading: ScopeReading) -> Asked:
    """Say what a question asks for by its words; "any" where it has a word for neither."""
    plan = _has("asks_plan", without_own_plans(question))
    # 2025年要建多少: the sense in which it names a year says so too; 2025年的目标 may be told as done.
    plan = plan or any(one.kind == "plan" and not one.loose for one in reading.years)
    plan = plan or any(_ahead(question, one) for one in reading.years)
    done = _has("asks_done", question)
    return "both" if plan and done else "planned" if plan else "done" if done else "any"


def without_own_plans(question: str) -> str:
    """Leave out what who asks means to do, or rules out: 打算换房，…是多少？目标值不要。"""
    question = without_ruled_out(question)
    clauses = _CLAUSES.findall(question)
    told = [one for one in clauses if ASKED.search(one) or not _has("means_to", one)]
    return "".join(told) if any(ASKED.search(one) for one in told) else question


def asks_aim(question: str) -> bool:
    """Say whether a question asks for what is to be reached: GDP目标定的多少."""
    return _has("asks_aim", question)


def asks_plan(words: str) -> bool:
    """Say whether words by themselves ask for a plan or an aim, in which sense ever they name a year."""
    return _has("asks_plan", words) or _AIM.search(words) is not None or "计划" in words


def as_done(topic: str, question: str) -> str:
    """The thing that was planned, for a question on what was done of it: 打算办的巴扎 before 实际办了几场."""
    if not _has("asks_done", question) or _has("asks_plan", question):
        return topic
    return _PLANNED.sub("", topic) or topic


def wanted_outlooks(question: str, reading: ScopeReading) -> dict[str, Outlook]:
    """Say for each report in scope what must answer; those of which either may are left out.

    "done" is preferred only: a plan is shown where a report has nothing else. A report that matches
    as the plan for the year asked answers with its plans.
    """
    asked = asked_outlook(question, reading)
    if asked == "both":
        return {}
    loose = any(mention.loose for mention in reading.years)
    aimed = asks_aim(question)
    wanted: dict[str, Outlook] = {}
    for match in reading.matches:
        if asked == "planned" or match.kind == "plan":
            wanted[match.report_id] = "planned"
        elif not (loose or (match.kind == "title" and aimed)):
            wanted[match.report_id] = "done"
    return wanted


def _ahead(question: str, mention: YearMention) -> bool:
    """Whether the clause of 今年 asks for a plan: 今年要改造几个, 今年的目标."""
    if mention.text not in _THIS_YEAR or question[mention.start : mention.end] != mention.text:
        return False
    return sense_of(question, mention.start, mention.end).kind == "plan"


def _has(kind: str, question: str) -> bool:
    return words_of("assistant.question", "outlook.tsv", kind).among(question)

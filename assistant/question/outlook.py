"""What a question wants of a report: what was done, what is planned, or both.

A question without a word for plans prefers what was done; one that asks for plans gets plans only;
one with words for both gets both. The words are rows of `outlook.tsv`.
"""

from typing import Literal

from assistant.scope.models import ScopeReading
from ingest.outlook import Outlook
from ingest.outlook.words import words_of

Asked = Literal["done", "planned", "both", "any"]


def asked_outlook(question: str, reading: ScopeReading) -> Asked:
    """Say what a question asks for by its words; "any" where it has a word for neither."""
    plan = _has("asks_plan", question)
    # 2025年要建多少: the sense in which it names a year says so too; 2025年的目标 may be told as done.
    plan = plan or any(one.kind == "plan" and not one.loose for one in reading.years)
    done = _has("asks_done", question)
    return "both" if plan and done else "planned" if plan else "done" if done else "any"


def asks_aim(question: str) -> bool:
    """Say whether a question asks for what is to be reached: GDP目标定的多少."""
    return _has("asks_aim", question)


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


def _has(kind: str, question: str) -> bool:
    return words_of("assistant.question", "outlook.tsv", kind).among(question)

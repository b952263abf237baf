"""Plans for questions on the made-up library whose reports are named in every way."""

from dataclasses import replace
from datetime import date

from assistant.models import Answer, Citation, Scope, Turn
from assistant.question.planning import Ask, Plan, make_plan
from tests.named_library import RECORDS

TODAY = date(2023, 5, 1)
BY_ID = {record.report_id: record for record in RECORDS}


def plan(
    question: str,
    *said: Turn,
    user: Scope | None = None,
    today: date = TODAY,
) -> Plan:
    return make_plan(Ask(question, said, user, today), RECORDS)


def read(plan: Plan) -> list[str]:
    """The reports that a plan reads, in the order of their cells."""
    (first, *rest) = plan.parts
    assert all(part.reading.report_ids == first.reading.report_ids for part in rest)
    reading = first.reading
    ordered = [one for cell in reading.cells for one in cell.report_ids]
    return ordered if set(ordered) == reading.report_ids else sorted(reading.report_ids)


def said(question: str, *ids: str, named: bool = False) -> Turn:
    """An answered turn that cited these reports."""
    facts = [BY_ID[one].facts for one in ids]
    citations = tuple(
        Citation(n, one, f.title, f.region, f.year, (), None, "引", "引", 0, 1)
        for n, (one, f) in enumerate(zip(ids, facts, strict=True), 1)
    )
    scope = Scope(
        tuple(dict.fromkeys(f.year for f in facts if f.year)),
        tuple(dict.fromkeys(f.region for f in facts)),
        source="question",
        reports=ids if named else (),
    )
    return Turn(question, Answer("disclosed", "引[1]", citations, scope=scope))


CITED = said("白鹭区2020年处罚多少件？", "白鹭区法2020")
ASKED = said("《白鹭区2023年政府工作报告》里GDP多少？", "白鹭区政2023", named=True)

BOTH_IDS = ("白鹭区法2019", "白鹭区法2020")
BOTH = said("白鹭区2019年和2020年的法治报告处罚各多少件？", *BOTH_IDS, named=True)
TURNED = replace(
    BOTH, answer=replace(BOTH.answer, scope=replace(BOTH.answer.scope, reports=BOTH_IDS[::-1]))
)

WORKED = said("云溪区2021年政府工作报告里处罚多少件？", "云溪区政2021", named=True)
LAWFUL = said("云溪区2020年法治报告里处罚多少件？", "云溪区法2020", named=True)
LAWFUL_THERE = said("白鹭区2020年法治报告里处罚多少件？", "白鹭区法2020", named=True)

"""Done or planned: what a section, a sentence and a clause of a report tell, and the year planned for.

    words      rows of words with the longer words that do not say so (`outlook.tsv`)
    heading_model   which headings plan though no word of theirs is known for it (fitted)
    headings   what stands under 下一步打算, or 2025年工作安排 in a report on 2024, is planned
    clauses    力争, 拟, 到2025年 plan; 去年完成 was done, wherever it stands
    passages   sentence by sentence, by section and place in the report
    parts      which words of a sentence that tells of both are the planned ones

Only what says plan is one. Pure, computed when a passage is read: nothing of it is stored.
"""

from ingest.outlook.clauses import Clause, clauses_of, figure_told, plans_itself, says_plan
from ingest.outlook.headings import section_of
from ingest.outlook.parts import PlannedPart, figure_in, plain_plans, planned_parts
from ingest.outlook.passages import placed_ahead, sides_of, told_of
from ingest.outlook.told import DONE, Outlook, Told, rows

__all__ = [
    "DONE",
    "Clause",
    "Outlook",
    "PlannedPart",
    "Told",
    "clauses_of",
    "figure_in",
    "figure_told",
    "placed_ahead",
    "plain_plans",
    "planned_parts",
    "plans_itself",
    "rows",
    "says_plan",
    "section_of",
    "sides_of",
    "told_of",
]

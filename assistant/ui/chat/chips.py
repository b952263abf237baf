"""An answer's scope: one chip for each limit, each of which can be changed.

A chip opens a menu of what the library has instead; choosing asks the question again.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.models import Answer, Scope
from assistant.render import years_label
from assistant.seam import Service
from assistant.templates import render_html
from assistant.ui.words import Words
from assistant.vocabulary.limits import LIMITS

if TYPE_CHECKING:
    from markupsafe import Markup


def chips_html(scope: Scope, words: Words, titles: Sequence[str] = ()) -> "Markup":
    """Show years, regions, reports, bodies and kinds of report; "any" where there is no limit.

    `titles` are those of the reports that the scope names.
    """
    report = words("scope.report", title=titles[0]) if titles else ""
    if len(titles) > 1:
        report = words("scope.reports", title=titles[0], count=len(titles))
    told = {"years": years_label(scope.years), "reports": report}
    shown = [
        (limit, told.get(limit.field, "、".join(map(str, getattr(scope, limit.field)))))
        for limit in LIMITS
    ]
    return render_html("chat/chips.html", "chips", shown, scope, words)


def titles_of(service: Service, answer: Answer) -> tuple[str, ...]:
    """Give the titles of the reports that an answer is limited to, those that are still there."""
    named = answer.scope.reports
    if not named:
        return ()
    held = {record.report_id: record.facts.title for record in service.reports()}
    held |= {citation.report_id: citation.title for citation in answer.citations}
    return tuple(held[one] for one in named if one in held)

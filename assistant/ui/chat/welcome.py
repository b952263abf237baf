"""A page where nothing has been asked yet: the greeting, and what the library holds."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.render import years_label
from assistant.suggesting.examples import ExampleGroup
from assistant.templates import render_html
from assistant.ui.words import Words
from vectorstore.models import ReportRecord

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_SHOWN = 6
"""Regions and kinds named in the overview; more are counted."""


def welcome_html(groups: Sequence[ExampleGroup], report_count: int, words: Words) -> "Markup":
    """Greet, and offer examples for each kind of user; with an empty library, say how to fill it."""
    if report_count == 0:
        return render_html("chat/welcome.html", "empty", words)
    return render_html("chat/welcome.html", "welcome", groups, report_count, words)


def overview_html(records: Sequence[ReportRecord], words: Words) -> "Markup":
    """Say what can be asked about: how many reports, which years, regions and kinds."""
    if not records:
        return render_html("chat/welcome.html", "nothing", words)
    years = sorted({r.facts.year for r in records if r.facts.year is not None})
    span = years_label((years[0],)) if len(years) == 1 else ""
    if len(years) > 1:
        span = f"{years[0]}—{years[-1]}年"
    rows = [
        (words("panel.reports"), words("panel.count", count=len(records))),
        (words("panel.years"), span),
        (words("panel.regions"), _counted([r.facts.region for r in records], words)),
        (words("panel.types"), _counted([r.facts.doc_type for r in records], words)),
    ]
    return render_html("chat/welcome.html", "overview", rows, words)


def _counted(names: Sequence[str], words: Words) -> str:
    counts = Counter(name for name in names if name)
    most = [name for name, _ in counts.most_common(MOST_SHOWN)]
    shown = "、".join(most)
    left = len(counts) - len(most)
    return shown + (words("panel.more", count=len(counts)) if left > 0 else "")

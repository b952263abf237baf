"""HTML of a page where nothing has been asked yet: the greeting, and what the library holds."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.render import years_label
from assistant.suggesting.examples import ExampleGroup
from assistant.ui.words import Words
from vectorstore.models import ReportRecord

MOST_SHOWN = 6
"""Regions and kinds named in the overview; more are counted."""


def welcome_html(groups: Sequence[ExampleGroup], report_count: int, words: Words) -> str:
    """Greet, and offer examples for each kind of user; with an empty library, say how to fill it."""
    if report_count == 0:
        return (
            f'<section class="wb-welcome"><h2>{words("welcome.empty")}</h2>'
            f"<p>{words('welcome.empty_how')}</p>"
            f"<pre><code>wenbao ingest {words('welcome.folder')}</code></pre>"
            f"<p>{words('welcome.empty_after')}</p></section>"
        )
    shown = "".join(
        f"<section><h3>{words(f'welcome.{group.key}')}</h3><ul>"
        + "".join(
            f'<li><button type="button" class="wb-example" data-ask="{escape(q, quote=True)}">'
            f"{escape(q)}</button></li>"
            for q in group.questions
        )
        + "</ul></section>"
        for group in groups
        if group.questions
    )
    return (
        f'<section class="wb-welcome"><h2>{words("welcome.title")}</h2>'
        f"<p>{words('welcome.promise', count=report_count)}</p>"
        f'<div class="wb-examples">{shown}</div></section>'
    )


def overview_html(records: Sequence[ReportRecord], words: Words) -> str:
    """Say what can be asked about: how many reports, which years, regions and kinds."""
    if not records:
        return f'<p class="wb-nothing">{words("panel.empty")}</p>'
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
    listed = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows if value
    )
    return (
        f'<section class="wb-overview"><h2>{words("panel.title")}</h2><dl>{listed}</dl>'
        f'<p class="wb-note">{words("panel.how")}</p>'
        f'<button type="button" class="wb-quiet" data-view="library">{words("panel.open")}</button>'
        "</section>"
    )


def _counted(names: Sequence[str], words: Words) -> str:
    counts = Counter(name for name in names if name)
    most = [name for name, _ in counts.most_common(MOST_SHOWN)]
    shown = "、".join(most)
    left = len(counts) - len(most)
    return shown + (words("panel.more", count=len(counts)) if left > 0 else "")

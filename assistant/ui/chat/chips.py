"""HTML of an answer's scope: one chip for each limit, each of which can be changed.

A chip opens a menu of what the library has instead; choosing asks the question again.
"""

from html import escape

from assistant.models import Scope
from assistant.render import years_label
from assistant.ui.words import Words


def chips_html(scope: Scope, words: Words) -> str:
    """Show years, regions, bodies and kinds of report; "any" where there is no limit."""
    chips = [
        _chip("year", years_label(scope.years), words),
        _chip("region", "、".join(scope.regions), words),
    ]
    if scope.doc_types:
        chips.append(_chip("type", "、".join(scope.doc_types), words))
    if scope.bodies:
        chips.append(f'<span class="wb-scope">{escape("、".join(scope.bodies))}</span>')
    chosen = (
        f'<span class="wb-scope">{words("scope.by_user")}</span>' if scope.source == "user" else ""
    )
    return (
        f'<span class="wb-chips" role="group" aria-label="{words("scope.group")}">'
        f"{''.join(chips)}{chosen}</span>"
    )


def _chip(field: str, value: str, words: Words) -> str:
    shown = value or words(f"scope.any_{field}")
    label = escape(words(f"scope.change_{field}", value=shown), quote=True)
    return (
        f'<button type="button" class="wb-chip" data-do="scope" data-field="{field}" '
        f'aria-haspopup="dialog" aria-expanded="false" aria-label="{label}">{escape(shown)}</button>'
    )

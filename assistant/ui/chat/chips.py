"""An answer's scope: one chip for each limit, each of which can be changed.

A chip opens a menu of what the library has instead; choosing asks the question again.
"""

from typing import TYPE_CHECKING

from assistant.models import Scope
from assistant.render import years_label
from assistant.templates import render_html
from assistant.ui.words import Words

if TYPE_CHECKING:
    from markupsafe import Markup


def chips_html(scope: Scope, words: Words) -> "Markup":
    """Show years, regions, bodies and kinds of report; "any" where there is no limit."""
    return render_html("chat/chips.html", "chips", years_label(scope.years), scope, words)

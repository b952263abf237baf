"""Every piece of HTML that the product makes: Jinja2 templates, all of them with autoescape.

A file holds the pieces of one module as macros; the module works out what they show:

frame        what stands still on the page, and what its document loads
chat/        the conversation: turns, answers, chips, the welcome
reports/     sources, report text, outline, a report's page, the library, the keeper's room
printed      an exported conversation
evaluation   the page of an evaluation

Whatever a report or a user wrote is escaped unless it is `Markup`, which only a template makes. Line
breaks and indentation in a template are for its reader: beside a tag or a Jinja bracket they are
dropped, elsewhere (between two attributes, say) they become one space.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markupsafe import Markup


def render_html(template: str, piece: str, /, *values: Any, **named: Any) -> "Markup":
    """Fill one macro of a template file; a value that is missing or misspelt raises."""
    from assistant.templates.environment import environment

    macro = getattr(environment().get_template(template).module, piece)
    filled: Markup = macro(*values, **named)
    return filled

"""Command name to the function that runs it; each module holds the commands of one concern."""

import argparse
from collections.abc import Callable

from assistant.cli import keeping, library, questions, serving

Command = Callable[[argparse.Namespace], int]

COMMANDS: dict[str, Command] = {
    "ingest": library.ingest,
    "reports": library.reports,
    "remove": library.remove,
    "restore": keeping.restore,
    "facts": keeping.facts,
    "feedback": keeping.feedback,
    "reindex": library.reindex,
    "reread": library.reread,
    "doctor": library.doctor,
    "search": questions.search,
    "ask": questions.ask,
    "eval": questions.evaluate,
    "serve": serving.serve,
}

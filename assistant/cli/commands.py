"""Command name to the function that runs it; each module holds the commands of one concern."""

import argparse
from collections.abc import Callable

from assistant.cli import library, questions, serving

Command = Callable[[argparse.Namespace], int]

COMMANDS: dict[str, Command] = {
    "ingest": library.ingest,
    "reports": library.reports,
    "remove": library.remove,
    "reindex": library.reindex,
    "doctor": library.doctor,
    "search": questions.search,
    "ask": questions.ask,
    "eval": questions.evaluate,
    "serve": serving.serve,
}

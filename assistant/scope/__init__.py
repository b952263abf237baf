"""Scope: which years, regions and kinds of report a question is about, and which reports those are.

    question -> years (`years`), regions (`places`), kinds of report (`kinds`)
    those + the library's records -> report ids, cells, what is missing (`matching`, `resolve`)

Pure functions: nothing here searches, loads a model or reads a clock.
"""

from assistant.scope.catalogue import Catalogue, LatestCatalogue, opening
from assistant.scope.models import ReportMatch, ScopeCell, ScopeReading, YearMention
from assistant.scope.named_scope import check_reports
from assistant.scope.resolve import prepare, read_scope

__all__ = [
    "Catalogue",
    "LatestCatalogue",
    "ReportMatch",
    "ScopeCell",
    "ScopeReading",
    "YearMention",
    "check_reports",
    "opening",
    "prepare",
    "read_scope",
]

"""Compare figures: the same quantity, and whether a source bears an asserted figure out."""

from decimal import Decimal

from assistant.figures.models import Figure


def same_figure(a: Figure, b: Figure) -> bool:
    """Say whether both stand for the same quantity: same unit, value and range; qualifiers aside.

    1.38万件 is 13800件; 5% is never 5个百分点, 3件 never 3人次.
    """
    return a.unit == b.unit and _kinds_agree(a, b) and a.value == b.value and a.high == b.high


def supports(asserted: Figure, source: Figure) -> bool:
    """Say whether `source`, as it stands in a report, bears out `asserted`.

    The same quantity with the same claim does; so does a rounding that is marked as one and true:
    近1.4万件 and 约1.4万件 for 13884件, 超1.3万件 too, 超1.4万件 and a bare 1.4万件 not. A qualifier
    of the source must be kept (500余条 is not 500条), though a weaker one may stand for it
    (约500条). A bare number may stand for one with a unit, as in a table under its heading.
    """
    if not _units_fit(asserted, source) or not _kinds_agree(asserted, source):
        return False
    if (asserted.high is None) != (source.high is None):
        return False
    if asserted.value == source.value and asserted.high == source.high:
        return _claim_fits(asserted, source)
    if asserted.high is not None or source.direction != "exact":
        return False
    return _rounds_to(asserted, source.value)


def _units_fit(asserted: Figure, source: Figure) -> bool:
    if asserted.unit == source.unit:
        return True
    return not asserted.unit and source.kind in ("count", "money", "measure")


def _kinds_agree(a: Figure, b: Figure) -> bool:
    if a.kind == b.kind:
        return True
    bare = (a.kind == "count" and not a.unit) or (b.kind == "count" and not b.unit)
    return a.asserted and b.asserted and bare


def _claim_fits(asserted: Figure, source: Figure) -> bool:
    if asserted.direction == source.direction:
        return True
    if asserted.direction == "about":
        return True
    return asserted.direction == "below" and source.direction == "near"


def _rounds_to(asserted: Figure, true_value: Decimal) -> bool:
    step, shown = asserted.step, asserted.value
    gap = true_value - shown
    if asserted.direction == "about":
        return abs(gap) * 2 <= step
    if asserted.direction == "near":
        return gap < 0 and -gap * 2 <= step
    if asserted.direction == "below":
        return -step < gap < 0
    if asserted.direction == "above":
        return 0 < gap < step
    return False

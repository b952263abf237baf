"""What a user can limit a question to by hand: one row for each limit, with all that is said of it.

A limit is a field of `assistant.models.Scope` and a row of `LIMITS`. From the row come its chip on
the page and the menu under it, its form in JSON, its parameter in a query, its flag of the command
line, and which reports it keeps. Light, since the command line reads it for `--help`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import GenericAlias
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vectorstore.models import ReportRecord


@dataclass(frozen=True, slots=True)
class LimitWords:
    """What is said of a limit in one language.

    `none`: the chip where nothing is limited; `change`: the chip, said aloud; `again`: the head of
    its menu; `flag`: help for the flag.
    """

    none: str
    change: str
    again: str
    flag: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One way in which a user limits a question.

    `field` is its name in `Scope` and in JSON, `name` that of the chip, the parameter and the flag;
    `of` gives what a report has of it. One that is `weighed` is read from questions as well, so that
    `assistant.scope` says which goes first; any other leaves reports out before the question is read.
    A limit that is not `offered` has a chip only where an answer is limited by it.
    """

    field: str
    name: str
    of: Callable[["ReportRecord"], Collection[Any]]
    words: Mapping[str, LimitWords]
    kind: type[int] | type[str] = str
    metavar: str | None = None
    weighed: bool = False
    offered: bool = True

    @property
    def values(self) -> GenericAlias:
        """The type of its field: a tuple of its kind."""
        return GenericAlias(tuple, (self.kind, ...))


LIMITS = (
    Limit(
        "years",
        "year",
        lambda record: record.facts.all_years,
        {
            "zh": LimitWords("不限年份", "年份：{value}，点击更改", "换年份再问", "只看这一年"),
            "en": LimitWords(
                "Any year", "Year: {value}. Change", "Ask again for another year", "only this year"
            ),
        },
        kind=int,
        weighed=True,
    ),
    Limit(
        "regions",
        "region",
        lambda record: (record.facts.region,),
        {
            "zh": LimitWords("不限地区", "地区：{value}，点击更改", "换地区再问", "只看这个地区"),
            "en": LimitWords(
                "Any region",
                "Region: {value}. Change",
                "Ask again for another region",
                "only this region",
            ),
        },
        weighed=True,
    ),
    Limit(
        "reports",
        "report",
        lambda record: (record.report_id,),
        {
            "zh": LimitWords(
                "不限报告",
                "报告：{value}，点击更改",
                "选一份报告再问",
                "只看这份报告，编号见 wenbao reports",
            ),
            "en": LimitWords(
                "Any report",
                "Report: {value}, click to change",
                "Ask again of one report",
                "only this report, by its ID",
            ),
        },
        metavar="ID",
        weighed=True,
    ),
    Limit(
        "doc_types",
        "type",
        lambda record: (record.facts.doc_type,),
        {
            "zh": LimitWords("不限类型", "类型：{value}，点击更改", "换类型再问", "只看这类报告"),
            "en": LimitWords(
                "Any kind",
                "Kind: {value}. Change",
                "Ask again in another kind of report",
                "only this type of report",
            ),
        },
        weighed=True,
        offered=False,
    ),
)
"""The limits in the order of their chips."""


def by_field(given: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Give what was chosen under the names of the limits by the fields of `Scope`."""
    return {limit.field: given[limit.name] for limit in LIMITS}


def by_hand(scope: object) -> dict[str, Any]:
    """Give, by field, what a scope is limited to by the limits that are not weighed."""
    fields = [limit.field for limit in LIMITS if not limit.weighed]
    return {field: chosen for field in fields if (chosen := getattr(scope, field, ()))}

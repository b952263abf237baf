"""What to tell the user about the scope: a year assumed, a report missing, several for one year."""

from collections.abc import Iterable, Sequence

from assistant.scope.catalogue import Catalogue
from ingest.regions.finding import Region, is_inside
from vectorstore.models import ReportRecord

_NEAREST = 3


def titles(records: Iterable[ReportRecord]) -> str:
    """《甲》《乙》, for a sentence."""
    return "".join(f"《{record.facts.title}》" for record in records)


def latest_assumed(region: str, year: int, records: Sequence[ReportRecord]) -> str:
    """Says that the latest report was taken because the question names no year."""
    return f"{NO_YEAR}，按{region}最新的报告回答：{titles(records)}，写的是{year}年的情况。"


NO_YEAR = "没有写明年份"
"""How notices begin that say that no year was named."""


def newest_instead(asked: str, years: Sequence[int]) -> str:
    """Says that the library has not got so far as 今年 or 去年, and of which year it answers."""
    newest = f"{max(years)}年" if years else "最新的报告"
    return f"库里还没有{asked}的报告，按最新的{newest}回答。"


def several_reports(region: str, label: str, records: Sequence[ReportRecord]) -> str:
    """Says that a region has more than one report for a year."""
    return f"{region}{label}有{len(records)}份报告：{titles(records)}。"


def of_a_body(region: str, records: Sequence[ReportRecord]) -> str:
    """Says that only a body of a place tells of it, not its government."""
    return f"没有收录{region}政府的报告，以下出自{titles(records)}，只反映该单位的情况。"


def not_held(region: str, span: str, nearest: Sequence[ReportRecord]) -> str:
    """Says which report is not in the library, and what the library holds nearest to it."""
    said = f"没有收录{region}{span + '的' if span else ''}报告"
    return said + (f"。库里最接近的是{titles(nearest)}。" if nearest else "。")


def report_not_held(name: str, nearest: Sequence[ReportRecord]) -> str:
    """Says that a report named by its title is not in the library, and what is nearest to it."""
    return f"没有收录{name}。" + (f"库里最接近的是{titles(nearest)}。" if nearest else "")


def only_its_plans(label: str, records: Sequence[ReportRecord]) -> str:
    """Says that the report titled by the year asked about looks back on the year before."""
    year = records[0].facts.year
    told = f"写的是{year}年的情况和{label}的安排" if year else f"写有{label}的安排"
    return f"{titles(records)}{told}；关于{label}，库里只有安排，还没有实际结果。"


def only_planned(label: str, records: Sequence[ReportRecord]) -> str:
    """Says that a report plans for the year asked about and does not report on it."""
    return f"{titles(records)}里有{label}的工作安排，没有{label}的实际情况；想看安排，可以问“{label}打算……”。"


def formerly(region: str, former: str) -> str:
    """Says that the reports found bear the region's other name."""
    return f"{region}的这份报告用的名称是{former}。"


def region_left_open(count: int) -> str:
    """Says that the question names no region and several fit; reports may bear no region at all."""
    if count < 2:
        return "没有写明地区，在所有相符的报告里查找；写上地区或报告名称会更准。"
    return f"没有写明地区，在{count}个地区的报告里查找；写上地区会更准。"


def region_kept(names: Sequence[str]) -> str:
    """Says that the places spoken of before the last turn were taken, because the question names none."""
    return f"没有写明地区，按前面问过的{'、'.join(names)}回答；要问别处请写上地区。"


def region_assumed(name: str) -> str:
    """Says in which region years were compared because the question names none."""
    return f"没有写明地区，按{name}的报告比较；要看别的地区请写上地区。"


def which_of(names: str, said: str) -> str:
    """Ask which of several that are held is meant by a name."""
    return f"“{said}”在库里不止一处：{names}。请选择要问的是哪里。"


def told_by_page(parts: str) -> str:
    """Says that the page's choice went before the words of the question."""
    return f"按页面上选定的{parts}回答，与问题里写的不同。"


def nearest_reports(
    records: Catalogue, regions: Sequence[Region], years: Sequence[int]
) -> tuple[ReportRecord, ...]:
    """What the library holds nearest to a region and years: the same region, then what holds it or lies in it, then the same year."""
    pools = [list(records.of_regions(regions))]
    pools.append(
        records.where(
            lambda held: (
                held.level != "national"
                and any(is_inside(region, held) or is_inside(held, region) for region in regions)
            )
        )
    )
    if regions and regions[0].level != "national":
        siblings = {region.parent for region in regions if region.parent}
        pools.append(records.where(lambda held: held.parent in siblings))
    if not regions:
        pools.append(list(records))
    for pool in pools:
        if pool:
            pool.sort(key=lambda record: _distance(record, years))
            return tuple(pool[:_NEAREST])
    return ()


def _distance(record: ReportRecord, years: Sequence[int]) -> tuple[int, int]:
    year = record.facts.year or record.facts.title_year or 0
    if not years:
        return (0, -year)
    return (min(abs(year - wanted) for wanted in years), -year)

"""A made-up library of records for the tests of scope."""

from assistant.models import Answer, Scope, Turn
from ingest.models import ReportFacts
from vectorstore.models import ReportRecord


def record(
    region: str,
    year: int,
    *,
    law: bool = False,
    years: tuple[int, ...] = (),
    report_id: str = "",
) -> ReportRecord:
    """A 政府工作报告 titled the year after, or with `law` a 法治政府建设报告 titled its own year."""
    title_year = year if law else year + 1
    kind = "法治政府建设报告" if law else "政府工作报告"
    facts = ReportFacts(
        title=f"虚构{region}{title_year}年{kind}",
        region=region,
        body=f"{region}人民政府",
        doc_type=kind,
        year=year,
        years=years or (year,),
        plan_years=(year + 1,),
        title_year=title_year,
    )
    name = report_id or f"{region}{year}" + ("法" if law else "")
    return ReportRecord(name, "r", "h", name, facts, 1, 1, "2026-01-01")


LIBRARY = [
    record("北京市大兴区", 2020, law=True),
    record("深圳市", 2018),
    record("深圳市", 2019),
    record("深圳市", 2020, years=(2016, 2017, 2018, 2019, 2020)),
    record("深圳市光明新区", 2015),
    record("深圳市光明区", 2020),
    record("深圳市光明区", 2021),
    record("深圳市光明区", 2021, law=True),
    record("四川省", 2024),
    record("重庆市", 2024),
    record("浙江省", 2024),
    record("全国", 2019),
    record("全国", 2002, years=(1998, 1999, 2000, 2001, 2002)),
]
ONE = LIBRARY[:1]


def turn(question: str, standalone: str = "", scope: Scope | None = None) -> Turn:
    """An answered turn with the scope that the question was read with."""
    answer = Answer("disclosed", "", scope=scope or Scope(), standalone_question=standalone)
    return Turn(question, answer)

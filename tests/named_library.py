"""A made-up library whose reports are named in every way: twins, titles of one act, titles without a year."""

from ingest.models import ReportFacts
from vectorstore.models import ReportRecord

CITY = "虚构市"
LAW, WORK, OPEN, OTHER = "法治政府建设报告", "政府工作报告", "政府信息公开年度报告", "其他"


def made(
    report_id: str,
    title: str,
    region: str,
    kind: str,
    year: int | None,
    *,
    title_year: int | None = None,
    years: tuple[int, ...] = (),
    published: str = "",
) -> ReportRecord:
    """A record; a 政府工作报告 plans for the year after the one that it covers."""
    plans = (year + 1,) if kind == WORK and year else ()
    facts = ReportFacts(
        title=title,
        region=region,
        body=f"{region}人民政府",
        doc_type=kind,
        year=year,
        years=years or ((year,) if year else ()),
        plan_years=plans,
        title_year=title_year,
        published=published,
    )
    return ReportRecord(report_id, "r", "h", f"{report_id}.txt", facts, 1, 1, "2026-01-01")


def _law(short: str, year: int, place: str = "", published: str = "") -> ReportRecord:
    name = place or f"{CITY}{short}"
    title = f"{name}人民政府{year}年法治政府建设年度情况报告（虚构）"
    return made(f"{short}法{year}", title, name, LAW, year, title_year=year, published=published)


def _work(short: str, year: int, title: str = "", **more: object) -> ReportRecord:
    name = CITY if short == CITY else f"{CITY}{short}"
    told = title or f"{short}{year}年政府工作报告（虚构）"
    return made(f"{short}政{year}", told, name, WORK, year - 1, title_year=year, **more)  # type: ignore[arg-type]


FIVE = (2016, 2017, 2018, 2019, 2020)
SEVENTH = made(
    "白鹭七届七次",
    "2021年政府工作报告（在白鹭区第七届人民代表大会第七次会议上）（虚构）",
    f"{CITY}白鹭区",
    WORK,
    2020,
    title_year=2021,
    published="2021-01-15",
)
EIGHTH = made(
    "白鹭八届一次",
    "2021年10月政府工作报告（在白鹭区第八届人民代表大会第一次会议上）（虚构）",
    f"{CITY}白鹭区",
    WORK,
    2020,
    title_year=2021,
    years=FIVE,
    published="2021-10-20",
)
RECORDS = [
    *(
        _law("白鹭区", year, published=f"{year + 1}-03-0{year - 2018}")
        for year in (2019, 2020, 2022)
    ),
    SEVENTH,
    EIGHTH,
    *(_work("白鹭区", year) for year in (2022, 2023, 2024, 2025)),
    *(_law("云溪区", year) for year in (2020, 2021)),
    *(_work("云溪区", year) for year in (2020, 2021, 2022)),
    *(_work(CITY, year, f"{CITY}政府工作报告（{year}年）（虚构）") for year in (2023, 2024, 2025)),
    made(
        "石桥法2023",
        f"{CITY}石桥区2023年法治政府建设工作报告（虚构）",
        f"{CITY}石桥区",
        LAW,
        2023,
        title_year=2023,
    ),
    made(
        "石桥公开2023",
        f"{CITY}石桥区2023年政府信息公开工作年度报告（虚构）",
        f"{CITY}石桥区",
        OPEN,
        2023,
        title_year=2023,
    ),
    made(
        "沙洲一", "沙洲区政府工作报告（虚构）", f"{CITY}沙洲区", WORK, 2020, published="2021-02-01"
    ),
    made(
        "沙洲二", "沙洲区政府工作报告（虚构）", f"{CITY}沙洲区", WORK, 2021, published="2022-02-03"
    ),
    made(
        "规划",
        f"{CITY}白鹭区法治社会建设实施纲要（2021—2025年）（虚构）",
        f"{CITY}白鹭区",
        OTHER,
        None,
        title_year=2021,
    ),
]

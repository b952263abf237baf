"""Made-up reports for the tests of the store."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from ingest.models import Passage, Report, ReportFacts

_TOPICS = (
    "行政处罚",
    "行政复议",
    "法治宣传",
    "合法性审核",
    "政务服务",
    "行政执法监督",
    "人民调解",
    "信息公开",
)


def make_report(
    name: str,
    bodies: Sequence[str],
    *,
    region: str = "虚构市甲区",
    year: int = 2020,
    report_id: str | None = None,
) -> Report:
    """Make a report of a heading and one passage a body; ids as ingest derives them."""
    report_id = report_id or hashlib.sha256(name.encode()).hexdigest()[:12]
    title = f"{region}{year}年法治政府建设情况报告（虚构）"
    passages: list[Passage] = []
    text = ""
    seen: dict[str, int] = {}
    for ordinal, body in enumerate(bodies):
        heading = (f"{'一二三四五六七八九'[ordinal // 4 % 9]}、工作情况",)
        opening = f"{heading[0]}\n" if ordinal % 4 == 0 else ""
        text += "\n" if text else ""
        start = len(text)
        text += opening + body
        seen[body] = seen.get(body, -1) + 1
        key = f"{report_id}{heading}{opening}{body}{seen[body]}"
        passages.append(
            Passage(
                id=hashlib.sha256(key.encode()).hexdigest()[:20],
                report_id=report_id,
                ordinal=ordinal,
                heading=heading,
                text=opening + body,
                start=start,
                end=len(text),
                body_start=start + len(opening),
                page=ordinal // 3 + 1 if ordinal else None,
            )
        )
    facts = ReportFacts(
        title=title, region=region, doc_type="法治政府建设报告", year=year, years=(year,)
    )
    report = Report(report_id, "", _hash(text), name, facts, text, tuple(passages))
    return replace(report, revision=_hash(repr(report))[:20])


def bodies_about(region: str, count: int, salt: int = 0) -> list[str]:
    """Make `count` different paragraphs with figures of their own."""
    return [
        f"虚构的{region}第{at}项：全年办理{_TOPICS[at % len(_TOPICS)]}事项{1000 + at * 7 + salt}件，"
        f"比上年增加{at + salt + 3}件，{_TOPICS[(at + 3) % len(_TOPICS)]}工作有序推进。"
        for at in range(count)
    ]


def make_library_reports(reports: int, passages: int) -> list[Report]:
    """Make several reports of different made-up regions and years."""
    made = []
    for at in range(reports):
        region = f"虚构市{'甲乙丙丁戊己庚辛壬癸'[at % 10]}区"
        bodies = bodies_about(region, passages, salt=at * 31)
        made.append(make_report(f"报告{at}.txt", bodies, region=region, year=2015 + at))
    return made


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

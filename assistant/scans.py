"""Say it where an answer stands on text that was recognised in a picture: a figure may have been misread."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.models import Answer
from ingest.readers.recognise import SURE
from vectorstore.models import ReportRecord

RECOGNISED = "出处{marks}的文字由扫描图片识别得来，引用前请对照原页。"
UNSURE = "其中出处{marks}的识别把握较低，数字尤其要核对。"


def with_scans_named(answer: Answer, records: Sequence[ReportRecord]) -> Answer:
    """Give the answer with a notice on its citations from recognised pages; as it is without any."""
    cited = {citation.report_id for citation in answer.citations}
    sure = {
        (record.report_id, page.page): page.confidence
        for record in records
        if record.recognised and record.report_id in cited
        for page in record.recognised
    }
    found = [
        (citation.n, sure[citation.report_id, citation.page])
        for citation in answer.citations
        if citation.page is not None and (citation.report_id, citation.page) in sure
    ]
    if not found:
        return answer
    notices = [RECOGNISED.format(marks=_marks([n for n, _ in found]))]
    if unsure := [n for n, confidence in found if confidence < SURE]:
        notices.append(UNSURE.format(marks=_marks(unsure)))
    return replace(answer, notices=(*answer.notices, *notices))


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)

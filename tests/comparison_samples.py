"""Made-up sentences (虚构) as the reader gives them to a comparison."""

from assistant.reader.reading import Quote
from ingest.models import Passage, ReportFacts


def quote(text: str, score: float = 0.6, region: str = "虚构省") -> Quote:
    passage = Passage("p", "r", 0, (), text, 0, len(text), 0, None)
    return Quote(passage, ReportFacts("虚构报告", region=region, year=2020), 0, len(text), score)

"""What a report is: title, region, body, type, years; read from its text and name, or stated beside it."""

from ingest.facts.kinds import OTHER_TYPE
from ingest.facts.report_facts import doc_type_of, lacks_body, read_facts, reread_body
from ingest.facts.sidecar import read_sidecar, sidecar_path

__all__ = [
    "OTHER_TYPE",
    "doc_type_of",
    "lacks_body",
    "read_facts",
    "read_sidecar",
    "reread_body",
    "sidecar_path",
]

"""Settings of ingest."""

from pydantic import BaseModel, ConfigDict, Field


class PassageSettings(BaseModel):
    """How long passages may be, in code points of running text (headings not counted)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target_chars: int = Field(
        240, ge=40, le=2000, description="段落不足此长度时，与同一标题下的后文合并（字）"
    )
    max_chars: int = Field(360, ge=60, le=4000, description="超过此长度的段落在句末切开（字）")

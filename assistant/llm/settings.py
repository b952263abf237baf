"""Which language model words the answers, and how long it may take. Keys come from the environment only."""

from pydantic import BaseModel, ConfigDict, Field


class ModelSettings(BaseModel):
    """A language model, or none: without a name every answer is extractive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        "", description="语言模型：留空不用；local（本机附带）、ollama:名字，或接口上的模型名"
    )
    base_url: str = Field("", description="OpenAI 兼容接口的地址，如 https://主机/v1")
    gguf: str = Field("", description="local 用的 GGUF 文件；留空用附带的模型")
    threads: int = Field(0, ge=0, le=256, description="local 用几个线程；0 为全部核心")
    window_tokens: int = Field(4096, ge=1024, le=1_000_000, description="模型的上下文长度")
    passage_tokens: int = Field(
        0, ge=0, le=500_000, description="交给模型的段落至多多少词元；0 为 local 900、其他 6000"
    )
    answer_tokens: int = Field(320, ge=32, le=8192, description="回答至多多少词元")
    temperature: float = Field(0.0, ge=0.0, le=2.0, description="采样温度")
    first_word_s: float = Field(90.0, gt=0, le=3600, description="等第一个字的秒数，过时改用原文")
    total_s: float = Field(180.0, gt=0, le=3600, description="一次回答的总秒数，过时改用原文")
    rewrite: bool = Field(False, description="追问的补全由模型润色（范围不变；多问模型一次）")
    retries: int = Field(2, ge=0, le=10, description="接口报错时重试的次数")
    concurrency: int = Field(2, ge=1, le=64, description="同时写几个回答")

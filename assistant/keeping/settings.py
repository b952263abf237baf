"""Settings of what is kept of a report besides its text, and of who may change the library."""

from pydantic import BaseModel, ConfigDict, Field


class OriginalsSettings(BaseModel):
    """What becomes of the files that reports were read from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep: bool = Field(True, description="导入时把原件存一份在数据文件夹里")
    download: bool = Field(True, description="读者可以在页面上下载原件")


class KeeperSettings(BaseModel):
    """Who may change the library through the page; the token is WENBAO_KEEPER_TOKEN."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    loopback: bool = Field(True, description="在本机打开页面的人不用口令就能管理报告库")

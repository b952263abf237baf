"""Settings of the address under which readers reach the page through a reverse proxy."""

import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

_NETLOC = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
# First parts of addresses that Gradio, the API and the English page answer at the root: under a path
# of the same name an address could not be told from the same address without the path.
_TAKEN = frozenset({"api", "assets", "config", "en", "gradio_api", "static", "svelte", "theme.css"})

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def parts(listed: str) -> tuple[str, ...]:
    """Give the parts of a setting that are separated by commas."""
    return tuple(part.strip() for part in listed.split(",") if part.strip())


def plain_path(given: str) -> str | None:
    """Write a path as `/ask`, "" for the root; None where it cannot be the path of the page."""
    segments = given.strip().removeprefix("/").removesuffix("/").split("/")
    if segments == [""]:
        return ""
    if segments[0] in _TAKEN or not all(map(_SEGMENT.fullmatch, segments)):
        return None
    return "/" + "/".join(segments)


def is_netloc(given: str) -> bool:
    """Say whether this is a host, perhaps with a port, and nothing else."""
    return _NETLOC.fullmatch(given) is not None


def _address(given: str) -> str:
    for one in parts(given):
        split = urlsplit(one)
        is_origin = split.scheme in ("http", "https") and split.path in ("", "/")
        if not is_origin or split.query or split.fragment or not is_netloc(split.netloc):
            raise PydanticCustomError(
                "proxy_address",
                "要写成 https://主机 或 https://主机:端口，路径写在 WENBAO_PROXY_PATH"
                " (write https://host or https://host:port; a path goes into WENBAO_PROXY_PATH)",
            )
    return ",".join(one.rstrip("/").lower() for one in parts(given))


def _path(given: str) -> str:
    path = plain_path(given)
    if path is None:
        raise PydanticCustomError(
            "proxy_path",
            "要写成 /ask 这样的路径，只用字母、数字和 - . _ ~，且不能是问报自己用的"
            f" {'、'.join(sorted(_TAKEN))}"
            " (write a path such as /ask, of letters, digits and - . _ ~, none that Wenbao uses itself)",
        )
    return path


def _trusted(given: str) -> str:
    try:
        networks(given)
    except ValueError:
        raise PydanticCustomError(
            "proxy_trusted",
            "要写成 IP 地址或网段，如 10.0.0.5,10.1.0.0/16"
            " (write IP addresses or networks, such as 10.0.0.5,10.1.0.0/16)",
        ) from None
    return ",".join(parts(given))


def networks(listed: str) -> tuple[_Network, ...]:
    """Read addresses and networks; `ValueError` for anything else."""
    return tuple(ipaddress.ip_network(one, strict=False) for one in parts(listed))


class ProxySettings(BaseModel):
    """The reverse proxy before the page: what readers call it, and whose headers are believed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, AfterValidator(_address)] = Field(
        "",
        description="读者经反向代理打开问报的网址，如 https://ask.example.gov.cn；多个用逗号隔开，不带路径",
    )
    path: Annotated[str, AfterValidator(_path)] = Field(
        "",
        description="问报在这个网址下的路径，如 /ask；不填则取可信代理的 X-Forwarded-Prefix",
    )
    trusted: Annotated[str, AfterValidator(_trusted)] = Field(
        "127.0.0.0/8,::1",
        description="可信代理的 IP 地址或网段，多个用逗号隔开；只采信它们带来的 X-Forwarded-*",
    )

    @property
    def addresses(self) -> tuple[str, ...]:
        """Each public address, `https://host` or `https://host:port`."""
        return parts(self.address)

    @property
    def is_set(self) -> bool:
        """Whether the page is told to stand behind a proxy."""
        return bool(self.address or self.path)

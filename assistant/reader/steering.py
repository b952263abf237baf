"""Words of a question that steer the assistant instead of asking the reports: they are dropped."""

import re

_STEERING = re.compile(
    r"忽略.{0,12}(要求|指令|提示|规则|设定|内容)|系统提示|提示词|不受.{0,4}限制|越狱|扮演|你现在是|开发者模式"
    r"|不(用|要|必|需要)(给|说|写|带|注明)?(任何)?(出处|引用|来源)|ignore (all|previous|the above)|system prompt",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(?<=[。！!？?；;：:\n])")


def without_steering(question: str) -> tuple[str, bool]:
    """Drop the sentences that steer; what is left must still ask something to be kept."""
    pieces = [piece for piece in _PIECE.split(question) if piece.strip()]
    kept = [piece for piece in pieces if not _STEERING.search(piece)]
    if len(kept) == len(pieces):
        return question, False
    left = "".join(kept).strip()
    asks = re.search(r"[？?]|多少|几|什么|哪|怎|如何|是否|有没有|吗", left)
    return (left, True) if asks else ("", True)

"""Whether a question can be asked at all, said before anything is looked up."""

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.errors import QuestionRejected
from assistant.planning import Ask

if TYPE_CHECKING:
    from assistant.llm.endpoint import ModelEndpoint

EMPTY = (
    "库里还没有报告。请先导入：wenbao ingest 文件或文件夹；也可以先用示例：wenbao ingest --sample。"
)
EMPTY_ENGLISH = "The library is empty. Ingest first: wenbao ingest PATH (or --sample)."


def accepted(ask: Ask, limit: int, model: "ModelEndpoint | None") -> Ask:
    """Give the question without outer white space.

    Raises:
        QuestionRejected: it is empty, too long, or wants a language model that there is not.
    """
    wanted = ask.question.strip()
    if not wanted:
        raise QuestionRejected("请输入一个问题。", "Ask a question.")
    if len(wanted) > limit:
        raise QuestionRejected(
            f"问题有 {len(wanted)} 字，超过了 {limit} 字的上限。请缩短后再问。",
            f"The question has {len(wanted)} characters; the limit is {limit}. Shorten it.",
        )
    if ask.mode == "llm" and model is None:
        raise QuestionRejected(
            "没有配置语言模型。请设置 WENBAO_MODEL_NAME，或不用 --mode llm。",
            "No language model is configured: set WENBAO_MODEL_NAME.",
        )
    return replace(ask, question=wanted)

"""Whether a question may be asked at all: not empty, not too long, with a model where it wants one."""

from dataclasses import replace

from assistant.errors import QuestionRejected
from assistant.question.planning import Ask


def accepted(ask: Ask, limit: int, has_model: bool) -> Ask:
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
    if ask.mode == "llm" and not has_model:
        raise QuestionRejected(
            "没有配置语言模型。请设置 WENBAO_MODEL_NAME，或不用 --mode llm。",
            "No language model is configured: set WENBAO_MODEL_NAME.",
        )
    return replace(ask, question=wanted)

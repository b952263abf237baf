"""A long story around a question: the sentence that asks says by itself of where and when.

我2016年到城里打工……邻居2019年申请过。丹枫区2023年受理了多少件法律援助案件？ asks of 丹枫区 and 2023 alone.
"""

import re
from collections.abc import Collection
from datetime import date

from assistant.scope.places import find_places
from assistant.scope.senses import ASKED
from assistant.scope.years import find_years

_SENTENCES = re.compile(r"[^。！!？?\n]+[。！!？?\n]*")


def without_story(question: str, known: Collection[str], today: date) -> str:
    """Leave out the sentences that ask nothing, where those that ask name a place and a year themselves.

    `known` are the library's regions; a question of one sentence, or whose place or year stands in
    another, is left as it is.
    """
    sentences = _SENTENCES.findall(question)
    asking = [one for one in sentences if ASKED.search(one) or one.rstrip().endswith(("？", "?"))]
    if not asking or len(asking) == len(sentences):
        return question
    whole = all(find_places(one, known) and find_years(one, today=today) for one in asking)
    return "".join(asking).strip() if whole else question

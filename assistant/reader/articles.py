"""The article that a question asks for by its number: 条例第五条规定了什么."""

import re
from collections.abc import Sequence

from assistant.question.need import Need
from assistant.reader.sections import Span, sentences_of
from ingest.models import Passage
from ingest.numbering import label

_NAMED = re.compile(
    r"(?<!违反)(第[一二三四五六七八九十百零〇\d]+条)(?:的?(?:规定|内容)|里)?(?:规定|说|讲|写|是|有|都)?了?(?:些?什么|哪些|怎么[说写讲规定]+|内容)"
)
_MOST = 8


def article_asked(need: Need, passages: Sequence[Passage]) -> tuple[Span, ...] | None:
    """Give the sentences of the article that is named, in order; none where the text has no such one.

    None where no article is asked for.

    Where a figure is asked for, the words of the question choose the sentence.
    """
    named = _NAMED.search(need.question)
    wanted = label(named[1]) if named else None
    if wanted is None or need.kind == "figure":
        return None
    own = [passage for passage in passages if _is_headed(passage, wanted.ordinal)]
    return tuple(sentences_of(own)[:_MOST])


def _is_headed(passage: Passage, ordinal: int) -> bool:
    labels = (label(title) for title in passage.heading)
    return any(one and one.style == "条" and one.ordinal == ordinal for one in labels)

"""布吉街道呢？ after a question on 龙岗区: the question before with the name put in, or in another's place."""

import re

from assistant.question.topic import ASKED, MEASURE
from assistant.scope.name_forms import PORTS
from assistant.scope.names import Name, read_names
from assistant.vocabulary.name_lists import name_lists

_LIGHT = re.compile(r"[的了过有共是为]+")
_AROUND = re.compile(r"^(?:那么?|还有|其中的?|换成)?|[的，,\s]*$")


def by_names_written_out(question: str, known: frozenset[str]) -> str:
    """鹏城的呢 to 深圳市的呢: put into another question a by-name would not stand alone."""
    for mention in reversed(read_names(question, known).regions):
        if mention.text in name_lists().short:
            name = mention.candidates[0].name
            question = question[: mention.start] + name + question[mention.end :]
    return question


def with_name(earlier: str, core: str, known: frozenset[str]) -> str:
    """Give the earlier question asked of the name in a follow-up; "" where that asks anything else.

    西湖街道培育了几名 after 培育法律明白人多少名 says nothing but the name that was not said before.
    """
    here = read_names(core, known)
    bare = _AROUND.sub("", core)
    if len(here.names) != 1 or here.names[0].holder:
        return ""
    name = here.names[0].text
    if name != bare and not (bare.startswith(name) and _is_said(bare[len(name) :], earlier)):
        return ""
    bare = name
    before = read_names(earlier, known)
    if before.names:
        other = before.names[-1]
        start, end = _own_start(other, earlier), other.end
    elif before.regions:
        place = before.regions[-1]
        start = end = place.end
        port = next((one for one in PORTS if bare.endswith(one)), "")
        if port and earlier.startswith(port, end):
            # 厦门港 in the place of 泉州港, of another city.
            start, end = place.start, end + len(port)
    else:
        return bare + earlier
    if start and bare[0] in "省市区县":
        # 常州市 and 市教育局 share a character.
        bare = bare.removeprefix(earlier[start - 1])
    return earlier[:start] + bare + earlier[end:]


def _is_said(rest: str, earlier: str) -> bool:
    """Whether a follow-up asks with words of the earlier question alone, and with fewer of them."""
    asked = ASKED.search(rest)
    said = _LIGHT.sub("", rest[: asked.start()]) if asked else rest
    after = MEASURE.sub("", rest[asked.end() :], count=1) if asked else ""
    return asked is not None and not after and all(sign in earlier for sign in said)


def _own_start(name: Name, text: str) -> int:
    """Where a name begins behind the place that it is said to be of: 常州市|司法局."""
    for region in name.holder:
        for form in sorted((region.name, *region.aliases), key=len, reverse=True):
            if text.startswith(form, name.start):
                return name.start + len(form) + text.startswith("的", name.start + len(form))
    return name.start

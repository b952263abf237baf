"""布吉街道呢？ after a question on 龙岗区: the question before with the name put in, or in another's place."""

import re

from assistant.scope.names import Name, read_names

_AROUND = re.compile(r"^(?:那么?|还有|其中的?|换成)?|[的，,\s]*$")


def with_name(earlier: str, core: str, known: frozenset[str]) -> str:
    """Give the earlier question asked of the name that is all a follow-up says; "" where it says more."""
    here = read_names(core, known)
    bare = _AROUND.sub("", core)
    if len(here.names) != 1 or here.names[0].text != bare or here.names[0].holder:
        return ""
    before = read_names(earlier, known)
    if before.names:
        other = before.names[-1]
        start, end = _own_start(other, earlier), other.end
    elif before.regions:
        start = end = before.regions[-1].end
    else:
        return bare + earlier
    if start and bare[0] in "省市区县":
        # 常州市 and 市教育局 share a character.
        bare = bare.removeprefix(earlier[start - 1])
    return earlier[:start] + bare + earlier[end:]


def _own_start(name: Name, text: str) -> int:
    """Where a name begins behind the place that it is said to be of: 常州市|司法局."""
    for region in name.holder:
        for form in sorted((region.name, *region.aliases), key=len, reverse=True):
            if text.startswith(form, name.start):
                return name.start + len(form) + text.startswith("的", name.start + len(form))
    return name.start

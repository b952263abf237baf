"""The numbered passages that a model is given, and the sentences of them that bear a claim out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.grounding.claims import asserted_figures, borne_out
from assistant.llm.labels import fits_label
from assistant.question.injection import is_planted
from assistant.reader.citations import plan_mark, plan_tail
from assistant.reader.reading import Quote
from ingest.models import Passage, ReportFacts
from ingest.segment import sentence_spans
from vectorstore.indexes.pairs import letter_pairs, share_had

_MOST_SENTENCES = 3
# A claim without figures must be said nearly in the source's words; with figures these tell more.
_SAID = 0.6
_SAID_WITH_FIGURES = 0.4
_NEGATION = re.compile(r"未(?!来)|没有|尚无|不(?=[能会再需够足得予])|无法|缺乏|缺少|不足|禁止|不得")


# Words that make another statement of the same facts: each must be the source's own.
_ADDS = tuple(
    re.compile(words)
    for words in (
        r"因为|由于|因此|所以|从而|使得|导致|促使|得益于|归功于",
        r"最|第一|首次|首个|领先|唯一|历史|创新高|排名|位居",
        r"全部|所有|均|都|一律|全面|全覆盖",
        r"明显|显著|大幅|大大|极大|有力|圆满",
        r"超额|提前|按时|如期|未达",
    )
)


@dataclass(frozen=True, slots=True)
class Source:
    """Passage number `n` of a prompt."""

    n: int
    passage: Passage
    facts: ReportFacts
    ahead: bool = False

    @property
    def head(self) -> str:
        """Its report, place, year and headings, as the model reads them."""
        where = "".join(
            filter(None, (self.facts.region, f" {self.facts.year}年" if self.facts.year else ""))
        )
        path = " › ".join(self.passage.heading)
        return f"[{self.n}]《{self.facts.title}》{where}{'｜' + path if path else ''}"

    @property
    def block(self) -> str:
        """The passage as the model reads it: its plans marked, without orders to a machine."""
        body, at = self.passage.body, self.passage.body_start
        said = "".join(
            self._said(at + start, at + end)
            for start, end in sentence_spans(body)
            if not is_planted(body[start:end], "")
        )
        return f"{self.head}\n{said}"

    def _said(self, start: int, end: int) -> str:
        quote = Quote(self.passage, self.facts, start, end, 0.0, ahead=self.ahead)
        mark = plan_mark(quote)
        return f"{f'【{mark[:-1]}】' if mark else ''}{quote.text}{plan_tail(quote, quote.text)}"


@dataclass(frozen=True, slots=True)
class Support:
    """Sentences of one source beside a claim: how much of its words they say, and what is wrong."""

    source: Source
    quote: Quote
    share: float
    problem: str = ""


def support(claim: str, source: Source) -> Support | None:
    """Find the sentences of a source that bear a claim out best; None where it has no text.

    `problem` is "" if they do: every figure held and of the same thing, the words said, no 未 added
    or dropped.
    """
    body = source.passage.body
    spans = sentence_spans(body)
    # A report's orders to a machine bear nothing out, though it may ask for a figure that they hold.
    orders = [is_planted(body[start:end], "") for start, end in spans]
    figures = asserted_figures(claim)
    context = f"{' '.join(source.passage.heading)} {source.facts.title}"
    best: Support | None = None
    for start in range(len(spans)):
        for end in range(start + 1, min(start + _MOST_SENTENCES, len(spans)) + 1):
            if orders[end - 1]:
                break
            text = body[spans[start][0] : spans[end - 1][1]]
            share = said(claim, f"{text} {context}")
            problem = ""
            if not all(borne_out(figure, text) for figure in figures):
                problem = "figure"
            elif not all(fits_label(claim, figure, text, context) for figure in figures):
                problem = "label"
            elif share < (_SAID_WITH_FIGURES if figures else _SAID):
                problem = "words"
            elif bool(_NEGATION.search(claim)) != bool(_NEGATION.search(_nearest(claim, text))):
                problem = "negation"
            elif added(claim, text):
                problem = "added"
            quote = Quote(
                source.passage,
                source.facts,
                source.passage.body_start + spans[start][0],
                source.passage.body_start + spans[end - 1][1],
                share,
                ahead=source.ahead,
            )
            found = Support(source, quote, share, problem)
            if best is None or _order(found, end - start) > _order(best, 1):
                best = found
    return best


def added(claim: str, text: str) -> bool:
    """Say whether a claim adds a cause, a rank or a scope (全部, 最多) that the source does not give."""
    return any(words.search(claim) and not words.search(text) for words in _ADDS)


def _order(one: Support, sentences: int) -> tuple[bool, float]:
    return (not one.problem, one.share - 0.08 * (sentences - 1))


def _nearest(claim: str, text: str) -> str:
    """The clause of a text that says most of a claim."""
    clauses = re.split(r"[，；。]", text)
    return max(clauses, key=lambda clause: said(clause, claim) * min(len(clause), 12))


def said(claim: str, text: str) -> float:
    """Give the share of a claim's pairs of neighbouring letters that a text has, 0 to 1."""
    return share_had(letter_pairs(claim), letter_pairs(text))


def best_support(claim: str, sources: Sequence[Source]) -> Support | None:
    """Find the source that bears a claim out best."""
    found = [one for source in sources if (one := support(claim, source)) is not None]
    return max(found, key=lambda one: _order(one, 1), default=None)

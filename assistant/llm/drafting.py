"""Checked sentences to an answer: numbered citations, figures, what was mended, what was missing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant import wording
from assistant.grounding.claims import MARK, asserted_figures
from assistant.grounding.plans import said_outlook
from assistant.llm.sentences import CheckedSentence
from assistant.models import Answer, AnswerFigure, Citation
from assistant.reader.citations import CitationList, figures_of, plan_mark, plan_tail
from assistant.reader.reading import Quote

_STOP = re.compile(r"[。！？!?；;：:，,]+$")


class Draft:
    """Takes checked sentences one by one; citations keep the numbers of the extractive answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.lines: list[str] = []
        self.repairs: Counter[str] = Counter()
        self.seen = self.kept = 0
        self.figures: list[AnswerFigure] = []
        self.cited = CitationList()
        self.cited.resume(answer.citations)
        self._shown: list[tuple[str, int, int]] = []

    def add(self, sentence: CheckedSentence) -> str:
        """Take a sentence in; give the text to show for it, "" if there is none."""
        self.seen += 1
        self.repairs.update(sentence.repairs)
        self.repairs[sentence.outcome] += 1
        self.kept += sentence.outcome in ("kept", "mended")
        quotes = sentence.quotes
        if sentence.outcome == "replaced" and all(self.has(_span(quote)) for quote in quotes):
            return ""
        if not quotes:
            return ""
        marks = "".join(f"[{self.cited.cite(quote)}]" for quote in quotes)
        self._shown += [_span(quote) for quote in quotes]
        ahead = "".join(dict.fromkeys(map(plan_mark, quotes)))
        if sentence.outcome == "replaced":
            said = " ".join(sentence.text.split())
            line = f"{ahead}报告原文{_tails(quotes, said)}：“{said}”{marks}"
        else:
            said = _STOP.sub("", sentence.text)
            line = f"{ahead}{said}{_tails(quotes, said)}。{marks}"
            self.figures += [
                AnswerFigure(
                    figure.text,
                    float(figure.value),
                    figure.unit,
                    self.cited.cite(quote),
                    outlook=said_outlook(figure, quote.text, quote.told.outlook, quote.plans),
                )
                for figure in asserted_figures(sentence.text)
                for quote in quotes[:1]
            ]
        self.lines.append(line)
        return line + "\n"

    def has(self, span: tuple[str, int, int]) -> bool:
        """Whether a span of a report has been shown or cited, at least in the main."""
        report, start, end = span
        return any(
            report == r and min(end, e) - max(start, s) > 0.5 * (end - start)
            for r, s, e in self._shown
        )

    def missing(self) -> list[Citation]:
        """The extractive answer's citations that the model's sentences do not rest on."""
        return [c for c in self.answer.citations if not self.has((c.report_id, c.start, c.end))]


def finished(draft: Draft, model: str, left_out: int) -> Answer:
    """Give the whole answer: the model's checked sentences, then what they leave out."""
    answer = draft.answer
    lines = list(draft.lines)
    if code_speaks(answer):
        # What is missing, computed or refuted is said in the code's own lines.
        lines += ["", answer.text]
    else:
        lines += [
            f"{_mark(c)}报告原文{plan_tail(c, c.quote)}：“{' '.join(c.quote.split())}”[{c.n}]"
            for c in draft.missing()
        ]
    text = "\n".join(lines).strip()
    citations = tuple(draft.cited.citations)
    whole = replace(
        answer,
        text=text,
        citations=citations,
        figures=_figures(answer, draft),
        mode="llm",
        model=model,
        repairs=dict(draft.repairs),
        notices=(*answer.notices, *wording.model_notices(model, draft.repairs, left_out)),
    )
    return whole if code_speaks(answer) else _renumbered(whole)


def _tails(quotes: Sequence[Quote], words: str) -> str:
    return "".join(dict.fromkeys(plan_tail(quote, words) for quote in quotes))


def _mark(citation: Citation) -> str:
    return wording.plan_mark(citation.planned_for) if citation.outlook == "planned" else ""


def code_speaks(answer: Answer) -> bool:
    """Whether an answer has lines of code's own: a comparison, parts, a figure of the user refuted."""
    refutes = any(figure.refuted for figure in answer.figures)
    return answer.table is not None or bool(answer.parts) or refutes


def _figures(answer: Answer, draft: Draft) -> tuple[AnswerFigure, ...]:
    refuted = tuple(figure for figure in answer.figures if figure.refuted)
    asked = {(figure.citation, figure.text) for figure in answer.figures if figure.asked}
    told = (*figures_of(draft.cited), *draft.figures)
    return (
        *(replace(f, asked=(f.citation, f.text) in asked) for f in told),
        *refuted,
    )


def _renumbered(answer: Answer) -> Answer:
    """Drop citations that no sentence carries, and number the rest in the order of the text."""
    order = list(dict.fromkeys(int(n) for n in MARK.findall(answer.text)))
    new = {old: at for at, old in enumerate(order, 1)}
    by_number = {citation.n: citation for citation in answer.citations}
    return replace(
        answer,
        text=MARK.sub(lambda match: f"[{new[int(match[1])]}]", answer.text),
        citations=tuple(replace(by_number[old], n=new[old]) for old in order),
        figures=tuple(
            replace(figure, citation=new[figure.citation])
            for figure in answer.figures
            if figure.citation in new
        ),
    )


def _span(quote: Quote) -> tuple[str, int, int]:
    return (quote.passage.report_id, quote.start, quote.end)

"""From the characters of a PDF page to its lines, with the geometry that paragraphs are told by.

pdfium was chosen over pdfplumber: the same boxes, some thirty times as fast, and one engine for text
and page facts. Its own line breaks and made-up spaces are ignored; lines are built from baselines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.layout.chars import Char, Drawn
from ingest.readers.layout.raised import without_note_marks

_CELL_GAP_EM = 1.8
_FIGURE_GAP_EM = 0.45
_WORD_GAP_EM = 0.18


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one page; points, y upwards. `cells` are its parts between wide gaps.

    `size` is the width of a full-width character, or the nearest guess where there is none; `font`
    is the name of the font that its Chinese characters begin and end in, "" where these differ.
    A row of a ruled table (`in_table`) has its whole text as one cell, and no characters.
    """

    page: int
    cells: tuple[str, ...]
    left: float
    right: float
    baseline: float
    size: float
    chars: tuple[Char, ...]
    font: str
    in_table: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table: of a ruled one, or parted by wide gaps."""
        return self.in_table or len(self.cells) > 1

    @property
    def text(self) -> str:
        """The whole line; the wide gaps of a table row become ；, which cannot vanish later.

        A spaced-out word (目　录) is a word.
        """
        is_spaced_word = all(len(cell) == 1 and is_wide(cell) for cell in self.cells)
        return ("" if is_spaced_word else "；").join(self.cells)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page from top to bottom, its size, and whether a picture covers most of it.

    Lines that stand on their side are a page of their own, of the same number, as it is seen when it
    is turned by `turn` degrees clockwise.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    is_picture: bool
    strange_chars: int
    turn: int = 0

    @property
    def key(self) -> tuple[int, int]:
        """What tells this page, or this side of one, from all others: its number and its turn."""
        return self.number, self.turn


def pages_of(drawn: Drawn, number: int) -> list[Page]:
    """Give the page that stands upright, and one for each side that other lines stand on.

    `number` is 1-based.
    """
    sides: dict[int, list[Char]] = {0: []}
    for char in drawn.chars:
        sides.setdefault(char.turn, []).append(char)
    pages = []
    for turn, chars in sides.items():
        size = (drawn.width, drawn.height) if turn % 180 == 0 else (drawn.height, drawn.width)
        lines = lines_of(chars, number)
        strange = 0 if turn else drawn.strange
        pages.append(Page(number, *size, lines, drawn.is_picture, strange, turn))
    return pages


def lines_of(chars: Sequence[Char], number: int) -> tuple[Line, ...]:
    """Give the lines that characters stand in on page `number`, without the marks of notes."""
    rows = rows_of(without_note_marks(chars))
    return tuple(line_of(row, number, _font(row)) for row in rows)


def is_wide(char: str) -> bool:
    """Whether a character stands in a full-width box in Chinese setting, so that no space is needed."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\uff00"


def rows_of(chars: list[Char]) -> list[list[Char]]:
    """Group characters by baseline, top to bottom, each row from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda one: -one.baseline):
        # Superscripts and fallback fonts sit a little off; half a character is another line.
        if rows and rows[-1][0].baseline - char.baseline < 0.35 * min(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    kept = []
    for row in rows:
        row.sort(key=lambda one: one.left)
        drawn = [char for index, char in enumerate(row) if not _is_overprint(row, index)]
        while drawn and drawn[0].text.isspace():
            drawn.pop(0)
        while drawn and drawn[-1].text.isspace():
            drawn.pop()
        if drawn:
            kept.append(drawn)
    return kept


def _is_overprint(row: list[Char], index: int) -> bool:
    """Bold made by drawing a character twice, a hair apart."""
    char = row[index]
    return any(
        other.text == char.text
        and abs(other.left - char.left) < 0.2 * (char.right - char.left)
        # Fonts draw —— and …… as one glyph, which pdfium gives as two characters in one place.
        and not (char.text in "—…" and other.left == char.left)
        for other in row[max(0, index - 3) : index]
    )


def _font(row: Sequence[Char]) -> str:
    """The one font of a line's Chinese characters, judged by the first and the last."""
    chinese = [char.font for char in row if "\u4e00" <= char.text <= "\u9fff"]
    names = {*chinese[:1], *chinese[-1:]}
    return names.pop() if len(names) == 1 else ""


def line_of(row: list[Char], page: int, font: str) -> Line:
    """Make a line of the characters of one row; wide gaps part it into cells."""
    wide = sorted(char.right - char.left for char in row if is_wide(char.text))
    size = wide[len(wide) // 2] if wide else 0.85 * max(char.size for char in row)
    drawn = [char for char in row if not char.text.isspace()]
    return Line(
        page=page,
        cells=tuple(_cells(row, size)),
        left=drawn[0].left,
        right=drawn[-1].right,
        baseline=drawn[0].baseline,
        size=size,
        chars=tuple(drawn),
        font=font,
    )


def _cells(row: list[Char], size: float) -> list[str]:
    """The words of a row, parted at wide gaps; a space stands where Latin words are apart."""
    cells: list[str] = []
    current = ""
    before: Char | None = None
    for char in row:
        if char.text.isspace():
            current += " " if current and not current.endswith(" ") else ""
            continue
        if before is not None and _is_cell_gap(before, char, size):
            cells.append(current.strip())
            current = ""
        elif before is not None and _is_word_gap(before, char, size):
            current += "" if current.endswith(" ") else " "
        current += char.text
        before = char
    return [*cells, current.strip()]


def _is_cell_gap(before: Char, char: Char, size: float) -> bool:
    # Two figures side by side are two cells of a table, however close.
    figures = char.text.isdigit() and before.text.isdigit()
    return char.left - before.right > (_FIGURE_GAP_EM if figures else _CELL_GAP_EM) * size


def _is_word_gap(before: Char, char: Char, size: float) -> bool:
    latin = not is_wide(char.text) and not is_wide(before.text)
    return latin and char.left - before.right > _WORD_GAP_EM * size

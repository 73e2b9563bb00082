"""How the main job looks in a terminal: steps, figures, tables, refusals; 100 columns, with or without colour."""

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from itvf.errors import DomainError, RuleBroken

WIDTH = 100
INDENT = "   "
# A word with the space after it, or one Chinese character.
WORDS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+")
STYLES = {"bold": "1", "faint": "2", "good": "32", "bad": "31", "title": "1;36"}


class Page:
    """What is printed on. Colour only on a terminal, and not where NO_COLOR is set."""

    def __init__(self, stdout):
        self.stdout = stdout
        self.is_coloured = stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def title(self, english: str, chinese: str) -> None:
        """The heading of the whole."""
        self._line()
        self._line(self._styled(f"{english}  {chinese}", "title"))
        self._line(self._styled("═" * WIDTH, "faint"))

    def step(self, number: int, english: str, chinese: str) -> None:
        """A numbered step."""
        left, right = f" {number}  {english}", chinese
        self._line()
        gap = " " * max(2, WIDTH - columns(left) - columns(right))
        self._line(self._styled(left, "title") + gap + self._styled(right, "faint"))
        self._line(self._styled("─" * WIDTH, "faint"))

    def say(self, text: str, *, style: str = "") -> None:
        """A paragraph, wrapped."""
        for line in wrapped(text, WIDTH - len(INDENT)):
            self._line(INDENT + self._styled(line, style))

    def done(self, text: str) -> None:
        """Something that worked."""
        self._marked("✓", "good", text)

    def refused(self, tried: str, error: DomainError) -> None:
        """Something tried on purpose, and each reason for its refusal with rule and clause."""
        self._marked("✗", "bad", f"Tried: {tried}")
        for breach in error.breaches if isinstance(error, RuleBroken) else ():
            source = " · ".join(filter(None, [breach.rule, breach.clause]))
            self._wrapped(f"refused by {source}: {breach.message}", "     ")
        if not isinstance(error, RuleBroken):
            self._wrapped(f"refused ({error.code}): {error}", "     ")

    def figures(self, rows: Iterable[tuple[str, object, str]]) -> None:
        """Label, figure, and where the figure comes from."""
        rows = [(label, shown(value), note) for label, value, note in rows]
        labels, values = (max(columns(row[index]) for row in rows) for index in (0, 1))
        for label, value, note in rows:
            line = f"{INDENT}{_left(label, labels)}  {_right(value, values)}"
            room = WIDTH - columns(line) - 2
            notes = wrapped(note, max(room, 20)) or [""]
            self._line(f"{line}  {self._styled(notes[0], 'faint')}".rstrip())
            for more in notes[1:]:
                self._line(" " * (columns(line) + 2) + self._styled(more, "faint"))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> None:
        """Rows under a head; the columns of `right` are aligned to the right, the first one is wrapped."""
        cells = [[shown(value) for value in row] for row in rows]
        widths = [max(columns(row[index]) for row in [list(head), *cells]) for index in range(len(head))]
        widths[0] = min(widths[0], WIDTH - len(INDENT) - sum(widths[1:]) - 2 * (len(widths) - 1))
        self._row(head, widths, right, style="bold")
        self._line(INDENT + self._styled("─" * (sum(widths) + 2 * (len(widths) - 1)), "faint"))
        for row in cells:
            self._row(row, widths, right)

    def space(self) -> None:
        """An empty line."""
        self._line()

    def _row(self, row: Sequence[str], widths: Sequence[int], right: Sequence[int], *, style: str = "") -> None:
        first, *rest = wrapped(row[0], widths[0]) or [""]
        others = zip(row[1:], widths[1:], strict=True)
        cells = [_left(first, widths[0])]
        cells += [
            _right(cell, width) if index in right else _left(cell, width)
            for index, (cell, width) in enumerate(others, 1)
        ]
        self._line((INDENT + self._styled("  ".join(cells).rstrip(), style)).rstrip())
        for line in rest:
            self._line(INDENT + "  " + self._styled(line, style))

    def _marked(self, mark: str, style: str, text: str) -> None:
        first, *rest = wrapped(text, WIDTH - len(INDENT) - 2)
        self._line(f"{INDENT}{self._styled(mark, style)} {first}")
        for line in rest:
            self._line(f"{INDENT}  {line}")

    def _wrapped(self, text: str, indent: str) -> None:
        for line in wrapped(text, WIDTH - len(indent)):
            self._line(indent + self._styled(line, "faint"))

    def _styled(self, text: str, style: str) -> str:
        return f"\033[{STYLES[style]}m{text}\033[0m" if style and text and self.is_coloured else text

    def _line(self, text: str = "") -> None:
        self.stdout.write(text + "\n")
        self.stdout.flush()


def shown(value: object) -> str:
    """A value as a person reads it: money with thousands separators, nothing as a dash."""
    if value is None or value == "":
        return "–"
    return f"{value:,}" if isinstance(value, Decimal) else str(value)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _left(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _right(text: str, width: int) -> str:
    return " " * (width - columns(text)) + text


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns; Chinese breaks between any two characters."""
    lines, line = [], ""
    for word in WORDS.findall(text):
        if line and columns(line + word.rstrip()) > width - 2 * bool(lines):
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines

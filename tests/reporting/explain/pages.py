"""Figures as a page prints them: each with its label, and the address that it opens to, if any."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

FIGURE = re.compile(r"\d[\d,]*\.\d\d|\d%|\dx\b|\d×")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SKIPPED = {"script", "style", "form", "nav", "figure", "header", "footer", "select", "svg"}


@dataclass
class Printed:
    """One figure of a page: the label of its tile, column or row, its text, and where its figures open to."""

    label: str
    text: str = ""
    urls: list[str] = field(default_factory=list)


@dataclass
class _Open:
    tag: str
    classes: set
    label: str = ""
    figure: Printed | None = None


@dataclass
class Page(HTMLParser):
    """Reads a page and keeps its figures: of tiles, number cells of tables, and terms of lists."""

    found: list[Printed] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self.stack: list[_Open] = []
        self.term, self.url = "", ""

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        one = _Open(tag, classes)
        if tag == "li" and "tile" in classes:
            one.figure = Printed("")
        elif tag == "td" and classes & {"number", "figure"}:
            one.figure = Printed(given.get("data-label") or "")
        elif tag == "dd":
            one.figure = Printed(" ".join(self.term.split()))
        elif tag == "dt":
            self.term = ""
        if tag == "a" and "/explain/" in (given.get("href") or ""):
            for outer in self.stack:
                if outer.figure:
                    outer.figure.urls.append(given["href"])
        self.stack.append(one)

    def handle_endtag(self, tag):
        if tag in VOID or not any(one.tag == tag for one in self.stack):
            return
        while True:
            one = self.stack.pop()
            if one.figure and FIGURE.search(one.figure.text) and not self._is_skipped:
                one.figure.text = " ".join(one.figure.text.split())
                self.found.append(one.figure)
            if one.tag == tag:
                return

    def handle_data(self, data):
        if any(one.tag == "dt" for one in self.stack):
            self.term += data
        for one in self.stack:
            if one.figure:
                if any("tile__label" in inner.classes for inner in self.stack):
                    one.figure.label = (one.figure.label + data).strip()
                else:
                    one.figure.text += f"{data} "

    @property
    def _is_skipped(self) -> bool:
        return any(one.tag in SKIPPED for one in self.stack)


def figures(html: str) -> list[Printed]:
    """The figures of a page, in its order."""
    page = Page()
    page.feed(html)
    page.close()
    return page.found

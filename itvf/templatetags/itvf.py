"""Money, dates, breaches, stages and tables in templates, as `itvf.presentation` and the parts show them."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from itvf import presentation
from itvf.words import breach_text, error_text

register = template.Library()
register.filter("amount", presentation.amount)
register.filter("name_of", presentation.name_of)
register.filter("hkd", presentation.hkd)
register.filter("hkd_millions", presentation.hkd_millions)
register.filter("rate", presentation.rate)
register.filter("hk_date", presentation.hk_date)
register.filter("hk_moment", presentation.hk_moment)
register.filter("clause", presentation.clause)
register.filter("fact_name", presentation.fact_name)
register.filter("fact_value", presentation.fact_value)
register.filter("breach", breach_text)
register.filter("refusal_text", error_text)

# How a cell of each kind of column is shown; figures stand to the right.
SHOWN_AS = {
    "text": lambda value: presentation.NOTHING if value is None or value == "" else value,
    "number": lambda value: presentation.NOTHING if value is None else f"{value:,}",
    "money": presentation.amount,
    "rate": presentation.rate,
    "date": presentation.hk_date,
    "moment": presentation.hk_moment,
}
FIGURES = ("number", "money", "rate")


@register.filter
def status(thing, field: str = "stage") -> SafeString:
    """The tag of an object's stage (or another choice field): its words, coloured by what they ask of the reader."""
    label = getattr(thing, f"get_{field}_display")()
    context = {"label": label, "tone": presentation.tone(getattr(thing, field))}
    return render_to_string("portal/parts/status_tag.html", context)


@register.filter
def page_numbers(page) -> list[int | None]:
    """The page numbers to offer, None for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


@register.inclusion_tag("portal/parts/table.html")
def table(caption: str, columns, rows, foot=None, scrolls: bool = False, stacks: bool = False) -> dict:
    """A table: `columns` are (label, kind), kind one of SHOWN_AS; `rows` and `foot` hold one value a column.

    A value may be a pair (value, url), which becomes a link. The first cell of a row names it. On a phone rows
    become blocks, each figure beside its label; with `scrolls` the table keeps its shape and scrolls in its frame, with
    `stacks` as well it does so on a desk only.
    """
    columns = list(columns)
    return {
        "caption": caption,
        "scrolls": scrolls,
        "stacks": stacks or not scrolls,
        "heads": [(label, kind in FIGURES) for label, kind in columns],
        "body": [_cells(columns, row) for row in rows],
        "foot": _cells(columns, foot) if foot else None,
    }


def _cells(columns, row) -> list[dict]:
    return [_cell(label, kind, value) for (label, kind), value in zip(columns, row, strict=True)]


def _cell(label, kind: str, value) -> dict:
    url = ""
    if isinstance(value, tuple):
        value, url = value
    is_plain = isinstance(value, (str, SafeString)) and kind != "text"
    text = value if is_plain else SHOWN_AS[kind](value)
    return {"label": label, "is_number": kind in FIGURES, "text": text, "url": url, "explains": "/explain/" in url}


@register.filter
def minutes(length) -> int:
    """A length of time in whole minutes, the last one begun counted."""
    return -(-int(length.total_seconds()) // 60)

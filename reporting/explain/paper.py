"""A derivation on paper: the whole tree, every step open (templates/documents/derivation.typ)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from itvf.dates import local_date
from itvf.documents import render
from itvf.presentation import NBSP, clause, hk_date, hk_moment, is_chinese, name_of
from reporting.explain.question import Question


def pdf(question: Question, title: str, tree: dict[str, Any]) -> bytes:
    """This function will print a tree as `Shown.node` gives it; the same tree as known then gives the same bytes."""
    known = question.known_at
    as_known = _("as known on {moment}").format(moment=hk_moment(known)) if known else _("as known now")
    content = {
        "language": "zh-hant" if is_chinese() else "en",
        "title": title,
        "fund": name_of(question.fund) if question.fund else _("All funds"),
        "code": question.fund.code if question.fund else "ITVF",
        "as_of": _("As of {day}").format(day=hk_date(question.on)) + (", " if not is_chinese() else "，") + as_known,
        "label": tree["label"],
        "value": tree["value"],
        "rows": [_plain(row) for row in _rows(tree, 0)],
    }
    return render("derivation", content, date=local_date(known or question.asked_at), title=f"{title}: {tree['label']}")


def _rows(node: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    """Every figure with how deep it stands, each before its parts."""
    yield {
        "depth": depth,
        "label": node["label"],
        "value": node["value"],
        "by": " ".join(filter(None, (node["rule"], clause(node["clause"]), *node["assumptions"]))),
        "how": [text for text in (node["convention"], node["note"]) if text],
        "entries": [
            _("Entry {number}: {date}, {kind}, {memo}").format(**{name: entry[name] for name in ENTRY})
            for entry in node["entries"]
        ],
    }
    for part in node["parts"]:
        yield from _rows(part, depth + 1)


ENTRY = ("number", "date", "kind", "memo")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """What Django hands out lazily or with spaces that do not break, as JSON takes it."""
    return {name: value.replace(NBSP, " ") if isinstance(value, str) else value for name, value in row.items()}

"""Answers, faults and figures of an application in words, for pages and paper."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from funds.rules.application import SECTIONS
from funds.rules.application_choices import FEE_BASE_WORDS, SECTORS, STAGES
from funds.rules.form_fields import ROWS, Field
from funds.rules.track_record import Line
from itvf.errors import Breach, percentage, trimmed
from itvf.presentation import hk_date
from itvf.words import breach_text

CODES = {**dict(SECTORS), **dict(STAGES), **FEE_BASE_WORDS}
TRANSLATED = ("name", "expected", "section", "title")
TITLES_ZH = {
    "house": "公司及牌照",
    "team": "團隊",
    "track_record": "往績",
    "prior_funds": "過往募集的基金",
    "start_ups": "引領來港的初創企業",
    "pipeline": "項目儲備",
    "fund": "擬議基金",
    "investors": "投資者",
    "terms": "擬議條款",
}


def fault_text(breach: Breach) -> str:
    """This function will say a fault in the reader's language, the names of questions and answers too."""
    facts = {name: _word(name, value) for name, value in breach.facts.items()}
    return breach_text(Breach(breach.code, breach.template, breach.rule, breach.clause, facts))


def worded(breach: Breach) -> Breach:
    """This function will put words in the place of codes among a sentence's facts: sectors, stages, fee bases."""
    facts = {name: _decoded(value) for name, value in breach.facts.items()}
    return Breach(breach.code, breach.template, breach.rule, breach.clause, facts)


def shown(question: Field, kept) -> object:
    """This function will write a kept answer as a person types it: amounts with separators, rates in percent."""
    if kept in ("", None, []):
        return "" if kept != [] else []
    if question.kind == "flows" and isinstance(kept, list):
        return "\n".join(" ".join(map(str, line)) if isinstance(line, list) else str(line) for line in kept)
    try:
        if question.kind == "hkd":
            return f"{Decimal(kept):,.2f}"
        if question.kind in ("rate", "signed_rate") and not str(kept).endswith("%"):
            return f"{format((Decimal(kept) * 100).normalize(), 'f')}%"
    except (InvalidOperation, TypeError, ValueError):
        return kept
    return kept


def in_words(question: Field, kept) -> str:
    """This function will write a kept answer for reading: choices by their words, yes and no."""
    words = dict(question.choices)
    if question.kind == "flag":
        return _("yes") if kept is True else _("no")
    if question.kind == "choices":
        return "; ".join(_(words.get(one, one)) for one in kept or ()) or "–"
    if question.kind == "choice":
        return _(words.get(kept, kept)) if kept else "–"
    if question.kind == "flows" and kept:
        return _flows(kept) or str(shown(question, kept))
    return str(shown(question, kept) or "–")


def lines_of(key: str, kept: Mapping) -> dict:
    """This function will write a section: its title, (label, answer) by field, and the same for each row."""
    section = SECTIONS[key]
    return {
        "key": key,
        "title": _(section.title),
        "title_zh": TITLES_ZH[key],
        "lines": [[_(one.label), in_words(one, kept.get(one.name))] for one in section.fields],
        "row_title": _(section.row_title) if section.row_title else "",
        "rows": [
            [[_(one.label), in_words(one, row.get(one.name))] for one in section.rows] for row in kept.get(ROWS) or ()
        ],
    }


def record_cells(line: Line) -> list[str]:
    """This function will write the figures of a deal, a fund or the whole: computed, claimed, difference."""
    return [
        f"{line.paid_in_hkd:,.2f}",
        f"{line.received_hkd:,.2f}",
        f"{line.value_hkd:,.2f}",
        rate_words(line.irr.rate),
        rate_words(line.claimed_irr),
        rate_words(line.irr_difference),
        multiple_words(line.multiple),
        multiple_words(line.claimed_multiple),
        multiple_words(line.multiple_difference),
    ]


def rate_words(rate: Decimal | None) -> str:
    """This function will write a rate of return for reading: half up to two places of a percent."""
    return "–" if rate is None else percentage(rate)


def multiple_words(multiple: Decimal | None) -> str:
    """This function will write a multiple for reading, half up to two places."""
    return "–" if multiple is None else f"{trimmed(multiple, 2)}x"


def _flows(kept) -> str:
    """Cash flows by day, or nothing where they can't be read."""
    try:
        return "; ".join(f"{hk_date(date.fromisoformat(day))}: {Decimal(amount):,.2f}" for day, amount in kept)
    except (InvalidOperation, TypeError, ValueError):
        return ""


def _decoded(value):
    if isinstance(value, (tuple, list)):
        return tuple(_decoded(one) for one in value)
    return _(CODES[value]) if isinstance(value, str) and value in CODES else value


def _word(name: str, value):
    if name in TRANSLATED and isinstance(value, str) and value:
        return _(value)
    if name == "known":
        return tuple(_(one) for one in value)
    return value

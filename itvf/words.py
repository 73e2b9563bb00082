"""Refusals in the reader's language: the template is the catalogue's key, the facts are filled in after."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Choices
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from itvf import roles
from itvf.errors import Breach, DomainError, hong_kong_dollars, is_hkd, is_rate, percentage

DATE = {"en": "j F Y", "zh": "Y年n月j日"}
MOMENT = {"en": "j F Y, H:i", "zh": "Y年n月j日 H:i"}


def breach_text(breach: Breach) -> str:
    """This function will say a breach in the reader's language, facts filled in."""
    return _filled(breach.template, breach.facts)


def said(template: str, facts: Mapping[str, Any]) -> str:
    """This function will say a template in the reader's language, facts filled in."""
    return _filled(template, facts)


def breach_json(breach: Breach) -> dict[str, Any]:
    """This function will give a breach as the contract prints it, its message in the reader's language."""
    return breach.as_json() | {"message": breach_text(breach)}


def error_text(error: DomainError) -> str:
    """This function will say a refusal in the reader's language; a broken rule says all its breaches."""
    if breaches := getattr(error, "breaches", ()):
        return " ".join(breach_text(breach) for breach in breaches)
    return _filled(error.template, error.facts) if error.template else str(error)


def shown(value: Any) -> str:
    """This function will write one fact for a reader: money with separators, dates in words, yes and no."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, datetime):
        return date_format(localtime(value), _by_language(MOMENT))
    if isinstance(value, date):
        return date_format(value, _by_language(DATE))
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ("、" if _is_chinese() else ", ").join(shown(item) for item in value)
    return str(value)


def _filled(template: str, facts: Mapping[str, Any]) -> str:
    words = {name: _named(name, value) for name, value in facts.items()}
    if "roles" in facts:
        words["roles"] = shown([roles.label(role) for role in facts["roles"]])
    # gettext("") is the catalogue's header, not an empty sentence.
    return gettext(template).format(**words) if template else ""


def _named(name: str, value: Any) -> str:
    """A fact in a sentence: rates and amounts are told by their names, so that no template writes a unit."""
    if is_hkd(name, value):
        return f"{value:,f} 港元" if _is_chinese() else hong_kong_dollars(value)
    return percentage(value) if is_rate(name, value) else shown(value)


def _is_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _by_language(formats: dict[str, str]) -> str:
    return formats["zh" if _is_chinese() else "en"]

"""What a selected manager offered, beside what its fund's agreement says (R17, R27)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funds import rounds
from funds.models import Fund, FundAgreement, ProposedTerms, TermDeparture
from funds.rules.application import PROPOSED_TERMS
from funds.rules.application_choices import FEE_BASE_WORDS
from funds.rules.offered_terms import Difference, differences
from itvf.errors import percentage
from itvf.presentation import NOTHING


@dataclass(frozen=True, slots=True)
class Line:
    """One term, offered and signed as people read them, with the departure that waits or was approved, if any."""

    label: str
    offered: str
    signed: str
    departure: TermDeparture | None


def offer_of(fund: Fund) -> ProposedTerms | None:
    """This function will give the terms that a fund's manager offered, where its selection came from an application."""
    application = fund.selection.application
    submission = rounds.standing(application) if application else None
    return ProposedTerms.objects.filter(submission=submission).first() if submission else None


def values_of(terms: ProposedTerms | FundAgreement) -> dict[str, Any]:
    """This function will give the terms that an application proposes, by the names that an agreement has too.

    A further hurdle's catch-up of 0 is none, however it was written.
    """
    values = {name: getattr(terms, name) for name in PROPOSED_TERMS}
    return values | {name: values[name] or None for name in ("second_catch_up_rate", "third_catch_up_rate")}


def departures(fund: Fund, agreement: FundAgreement) -> tuple[Difference, ...]:
    """This function will give every term that an agreement has otherwise than it was offered; none without an offer."""
    offer = offer_of(fund)
    return differences(values_of(offer), values_of(agreement), PROPOSED_TERMS) if offer else ()


def side_by_side(agreement: FundAgreement) -> list[Line]:
    """This function will set every term as offered beside the term as signed; empty without an offer."""
    offer = offer_of(agreement.fund)
    if offer is None:
        return []
    standing = {one.name: one for one in agreement.departures.order_by("id").select_related("approved_by")}
    return [
        Line(label, words(name, getattr(offer, name)), words(name, getattr(agreement, name)), standing.get(name))
        for name, label in labels(PROPOSED_TERMS).items()
    ]


def labels(names: Iterable[str]) -> dict[str, str]:
    """This function will give terms' names for people."""
    return {name: str(FundAgreement._meta.get_field(name).verbose_name) for name in names}


def words(name: str, value: Any) -> str:
    """This function will write a term's value as people read it: 20%, yes, annually; a dash where it is left out."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return percentage(value)
    choices = dict(FundAgreement._meta.get_field(name).flatchoices) or FEE_BASE_WORDS
    return _(str(choices[value])) if value in choices else str(value)


def plain_words(value: Any) -> str:
    """This function will write a term's value as the database keeps it beside a departure, in no language."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def read_words(name: str, kept: str) -> str:
    """This function will write a term's value that was kept beside a departure as people read it."""
    if kept == "":
        return NOTHING
    value = FundAgreement._meta.get_field(name).to_python({"true": True, "false": False}.get(kept, kept))
    return words(name, value)

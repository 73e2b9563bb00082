"""Amendments of agreements in words: each term as it stood and as the deed restates it."""

from django.utils.translation import gettext as _

from funds import offered_terms
from funds.models import AgreementAmendment, FundAgreement
from itvf.presentation import hk_date


def lines(amendment: AgreementAmendment) -> list[tuple[str, str, str]]:
    """This function will give each restated term with its name, as it stands or stood before, and as restated."""
    agreement, is_open = amendment.agreement, amendment.stage != AgreementAmendment.Stage.APPROVED
    labels = offered_terms.labels(amendment.terms)
    return [
        (
            labels[name],
            offered_terms.words(name, getattr(agreement, name))
            if is_open
            else offered_terms.read_words(name, amendment.former[name]),
            offered_terms.read_words(name, kept),
        )
        for name, kept in amendment.terms.items()
    ]


def in_words(amendment: AgreementAmendment) -> str:
    """This function will say an amendment in one line: term, before and after."""
    return "; ".join(f"{label}: {before} → {after}" for label, before, after in lines(amendment))


def basis(amendment: AgreementAmendment) -> str:
    """This function will name what an amendment rests on: the partners' resolution, or the reason for a correction."""
    if amendment.resolution is None:
        return _("Correction: {reason}").format(reason=amendment.reason)
    return _("Resolution {number}").format(number=f"{amendment.resolution.number:d}")


def cited(agreement: FundAgreement) -> dict[str, str]:
    """This function will name, for each restated term of an agreement, where it was restated last: clause and day."""
    found = agreement.amendments.filter(stage=AgreementAmendment.Stage.APPROVED).order_by("approved_at", "id")
    return {name: f"{one.clause}, {hk_date(one.signed_date)}" for one in found for name in one.terms}

"""The deals that a purpose of a call may name: a fund's proposals to which the Corporation had no objection."""

from django.utils.translation import gettext as _

from funds.models import Fund
from funds.portal.call_drafts import Deal
from investments.models import Proposal
from itvf.presentation import hkd, name_of


def deals_of(fund: Fund) -> list[Deal]:
    """This function will give a fund's deals with no objection, as a call's purposes name them."""
    found = Proposal.objects.filter(fund=fund, stage=Proposal.Stage.NO_OBJECTION).select_related("company")
    return [
        Deal(
            reference=f"proposal:{proposal.pk}",
            label=proposal.company.name_en,
            label_zh_hant=proposal.company.name_zh_hant,
            choice=_("{company}, proposal {number}, {amount}").format(
                company=name_of(proposal.company), number=proposal.number, amount=hkd(proposal.amount_hkd)
            ),
        )
        for proposal in found
    ]

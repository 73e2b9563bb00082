"""The deals that money may be named for: proposals with no objection in a call, lots held or sold in a distribution."""

from django.utils.translation import gettext as _

from funds.models import Fund
from funds.portal.call_drafts import Deal
from investments.models import Investment, Proposal
from itvf.presentation import hk_date, hkd, name_of


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


def lots_of(fund: Fund) -> list[Deal]:
    """This function will give a fund's lots, as a distribution's sources name them: by the account of their cost."""
    found = Investment.objects.filter(fund=fund).select_related("company", "cost_account").order_by("completed_date")
    return [
        Deal(
            reference=lot.cost_account.reference,
            label=lot.company.name_en,
            label_zh_hant=lot.company.name_zh_hant,
            choice=_("{company}, of {date}").format(company=name_of(lot.company), date=hk_date(lot.completed_date)),
        )
        for lot in found
    ]

"""What a fund holds in suspense: over-payments and receipts not known yet, with age and history; its books' readers."""

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils.translation import gettext as _

from funds import overpayment_facts
from funds.models import Contribution, LateInterestReceipt, OverpaymentUse
from funds.portal.pages import fund_crumb, managed_fund, show
from itvf.dates import today
from itvf.presentation import hk_date, hkd


@login_required
def suspense(request, code):
    """Every sum that is held today, oldest first, and what became of over-payments."""
    fund = managed_fund(request, code)
    columns = [
        (_("Since"), "date"),
        (_("Days"), "number"),
        (_("Payer"), "text"),
        (_("Bank reference"), "text"),
        (_("Came in (HK$)"), "money"),
        (_("Still held (HK$)"), "money"),
    ]
    rows = [
        [one.since, one.days, one.payer or _("not known"), one.reference, one.received_hkd, one.left_hkd]
        for one in overpayment_facts.aged(today(), [fund.pk])
    ]
    used = OverpaymentUse.objects.of_fund(fund).order_by("-id")
    return show(
        request,
        "portal/calls/suspense.html",
        fund=fund,
        section="calls",
        crumbs=[fund_crumb(fund), (_("Capital calls"), reverse("portal_calls", args=[fund.code]))],
        columns=columns,
        rows=rows,
        use_columns=[
            (_("Date"), "date"),
            (_("Partner"), "text"),
            (_("What became of it"), "text"),
            (_("Amount (HK$)"), "money"),
            (_("State"), "text"),
        ],
        uses=[
            [one.value_date, str(one.partner), words(one), one.amount_hkd, state(one)]
            for one in used.select_related(
                "contribution__line__partner",
                "interest_receipt__charge__line__partner",
                "applied__line__call__fund",
                "entry__reversed_by",
            )
        ],
    )


def history(receipt: Contribution | LateInterestReceipt) -> list[tuple[str, str]]:
    """What was paid above a line and what became of it, as rows of a list: when, what."""
    if not receipt.suspense_hkd:
        return []
    held = _("{amount} came in above the line and is held").format(amount=hkd(receipt.suspense_hkd))
    rows = [(hk_date(receipt.value_date), held)]
    for one in overpayment_facts.uses(receipt):
        said = _("{amount} {what}: {state}").format(amount=hkd(one.amount_hkd), what=words(one), state=state(one))
        rows.append((hk_date(one.value_date), said))
    return rows


def words(used: OverpaymentUse) -> str:
    """Where a use went."""
    if used.applied:
        return _("applied to capital call {number}").format(number=used.applied.line.call.number)
    return _("returned, {reference}").format(reference=used.bank_reference)


def state(used: OverpaymentUse) -> str:
    """Whether a use stands."""
    return _("reversed") if hasattr(used.entry, "reversed_by") else _("stands")

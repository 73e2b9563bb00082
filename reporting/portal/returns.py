"""What waits of money that goes back: drafts, unpaid distributions, true-ups; for the general partner's front page."""

from datetime import date

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from funds import selectors
from funds.models import CapitalCall, Distribution, Fund
from funds.portal.true_ups import call_of, return_of
from itvf import permissions
from itvf.presentation import hk_date, hkd


def tasks(user, fund: Fund, on: date) -> list[dict]:
    """This function will list the distributions that wait for somebody, and the true-ups not carried out yet."""
    return [*_drafts(user, fund, on), *_unpaid(fund, on), *_true_ups(fund)]


def _task(label: str, url: str, hint: str, status: str, tone: str) -> dict:
    return {"label": label, "url": url, "hint": hint, "status": status, "tone": tone}


def _drafts(user, fund: Fund, on: date) -> list[dict]:
    may_declare = permissions.allows(user, "distribution.declare", within=fund)
    found = []
    for one in fund.distributions.filter(stage=Distribution.Stage.DRAFT).select_related("drafted_by"):
        is_stated = one.solvency_date == on
        label = _("Distribution {number} waits for a signatory")
        status, step = (_("Draft"), ""), ""
        if may_declare and is_stated and one.drafted_by_id != user.pk:
            label, status, step = _("Declare distribution {number}"), (_("To declare"), "wait"), "_declare"
        elif may_declare and not is_stated:
            label, status = _("State solvency for distribution {number}"), (_("To state"), "wait")
            step = "_solvency"
        hint = _("{amount}, payable {date}, drafted by {person}").format(
            amount=hkd(one.amount_hkd), date=hk_date(one.payment_date), person=one.drafted_by
        )
        url = reverse(f"portal_distribution{step}", args=[one.pk])
        found.append(_task(label.format(number=one.number), url, hint, *status))
    return found


def _unpaid(fund: Fund, on: date) -> list[dict]:
    lines = selectors.distribution_lines(fund.distributions.declared()).filter(outstanding_hkd__gt=0)
    rows = lines.values("distribution", "distribution__number", "distribution__payment_date")
    found = []
    for row in rows.annotate(sum=Sum("outstanding_hkd")).order_by("distribution__payment_date"):
        late = (on - row["distribution__payment_date"]).days
        status = (_("Late by {days} days").format(days=late), "bad") if late > 0 else (_("To be paid"), "info")
        hint = _("{amount} outstanding, payable {date}").format(
            amount=hkd(row["sum"]), date=hk_date(row["distribution__payment_date"])
        )
        label = _("Distribution {number}: payment").format(number=row["distribution__number"])
        found.append(_task(label, reverse("portal_distribution", args=[row["distribution"]]), hint, *status))
    return found


def _true_ups(fund: Fund) -> list[dict]:
    found = []
    for closing in fund.closings.filter(stage="completed", working__has_key="true_up").order_by("number"):
        call = call_of(closing)
        if call is None:
            hint = _("Its call comes before any other call (A13)")
        elif call.stage == CapitalCall.Stage.ISSUED and return_of(closing) is None:
            hint = _("What goes back to the earlier partners is not drafted yet (A13)")
        else:
            continue
        label = _("True-up of closing {number}").format(number=closing.number)
        found.append(_task(label, reverse("portal_true_up", args=[closing.pk]), hint, _("To do"), "wait"))
    return found

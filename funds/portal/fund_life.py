"""A fund's life on its page: closings, calls and distributions in order, past and due; money in and out by quarter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from funds import selectors
from funds.capital_accounts import Accounts
from funds.models import CapitalCall, Closing, Distribution, Fund
from itvf.charts import Chart, Series
from itvf.errors import trimmed
from itvf.money import ZERO, total
from itvf.presentation import hk_date, hkd, hkd_millions, name_of


@dataclass(frozen=True, slots=True)
class Event:
    """One thing in a fund's life: its day, what it is, how it stands; `is_due` while its day is still to come."""

    date: date
    what: str
    amount_hkd: Decimal
    state: str
    url: str = ""
    is_due: bool = False


def timeline(user, fund: Fund, today: date) -> list[Event]:
    """This function will list what a reader may see of a fund's closings, calls and distributions, newest first."""
    events = [*_closings(fund), *_calls(user, fund, today), *_distributions(user, fund, today)]
    return sorted(events, key=lambda event: event.date, reverse=True)


def _closings(fund: Fund) -> list[Event]:
    closings = fund.closings.filter(stage=Closing.Stage.COMPLETED).annotate(sum=Sum("commitments__amount_hkd"))
    words = {
        Closing.Kind.CLOSING: (_("Closing {number}"), _("commitments taken")),
        Closing.Kind.TRANSFER: (_("Transfer {number}"), _("commitment passed from one partner to another")),
        Closing.Kind.RELEASE: (_("Release {number}"), _("commitment released undrawn")),
    }
    return [
        Event(
            closing.closing_date,
            words[closing.kind][0].format(number=closing.number),
            closing.sum or ZERO,
            words[closing.kind][1],
        )
        for closing in closings
    ]


def _calls(user, fund: Fund, today: date) -> list[Event]:
    calls = CapitalCall.objects.visible_to(user).filter(fund=fund, stage=CapitalCall.Stage.ISSUED)
    lines = selectors.call_lines(calls).values_list("call", "outstanding_hkd")
    open_hkd: dict[int, Decimal] = {}
    for call, outstanding in lines:
        open_hkd[call] = open_hkd.get(call, ZERO) + outstanding
    return [
        Event(
            call.due_date,
            _("Capital call {number}").format(number=call.number),
            call.amount_hkd,
            _state(open_hkd.get(call.pk, ZERO), call.due_date, today, _("received in full"), _("outstanding")),
            reverse("portal_call", args=[call.pk]),
            call.due_date >= today,
        )
        for call in calls
    ]


def _distributions(user, fund: Fund, today: date) -> list[Event]:
    found = Distribution.objects.visible_to(user).filter(fund=fund, stage=Distribution.Stage.DECLARED)
    open_hkd: dict[int, Decimal] = {}
    for distribution, outstanding in selectors.distribution_lines(found).values_list("distribution", "outstanding_hkd"):
        open_hkd[distribution] = open_hkd.get(distribution, ZERO) + outstanding
    return [
        Event(
            one.payment_date,
            _("Distribution {number}: {nature}").format(number=one.number, nature=one.get_nature_display()),
            one.amount_hkd,
            _state(open_hkd.get(one.pk, ZERO), one.payment_date, today, _("paid out"), _("to be paid out")),
            reverse("portal_distribution", args=[one.pk]),
            one.payment_date >= today,
        )
        for one in found
    ]


def _state(open_hkd: Decimal, day: date, today: date, settled: str, waiting: str) -> str:
    if open_hkd <= 0:
        return settled
    words = _("{amount} {waiting}").format(amount=hkd(open_hkd), waiting=waiting)
    return words if day >= today else _("{words}, overdue").format(words=words)


def j_curve(accounts: Accounts, dates: Collection[date]) -> Chart:
    """This function will draw what partners paid in and got back, summed up, and the net assets, by quarter."""
    ends = sorted(dates)
    net = [total(amount for day, amount in accounts.net_flows if day <= end) for end in ends]
    nav = [accounts.whole(end).nav_hkd for end in ends]
    lowest = min(net, default=ZERO)
    words = _("At the lowest, {lowest} was out; at {day} it is {now}, with net assets of {nav}.")
    return Chart(
        title=_("J-curve: cumulative net cash flow and net assets, by quarter (HK$ million)"),
        description=words.format(
            lowest=hkd_millions(-lowest), day=hk_date(ends[-1]), now=hkd_millions(net[-1]), nav=hkd_millions(nav[-1])
        ),
        labels=[hk_date(end) for end in ends],
        series=[Series(_("Cumulative net cash flow to partners"), net), Series(_("Net assets"), nav)],
        show=_millions,
    )


def accounts_chart(accounts: Accounts, dates: Collection[date], partner: int) -> Chart:
    """This function will draw one partner's account by quarter: called, distributed, and its net asset value."""
    ends = sorted(dates)
    standings = [accounts.at[end][partner] for end in ends]
    called = [one.called_hkd for one in standings]
    distributed = [-(one.figures.distributions_hkd + one.figures.carry_paid_hkd) for one in standings]
    nav = [one.figures.nav_hkd for one in standings]
    return Chart(
        title=_("Capital account by quarter (HK$ million)"),
        description=_("Called {called}, distributed {distributed}, net asset value {nav} at {day}.").format(
            called=hkd_millions(called[-1]),
            distributed=hkd_millions(distributed[-1]),
            nav=hkd_millions(nav[-1]),
            day=hk_date(ends[-1]),
        ),
        labels=[hk_date(end) for end in ends],
        series=[
            Series(_("Called"), called),
            Series(_("Distributed"), distributed),
            Series(_("Net asset value"), nav),
        ],
        show=_millions,
    )


def values_chart(accounts: Accounts, on: date, partners: Collection) -> Chart | None:
    """This function will draw each partner's net asset value and distributions; None where one is below zero."""
    names = [(partner, accounts.at[on][partner.pk]) for partner in partners]
    nav = [standing.figures.nav_hkd for _partner, standing in names]
    distributed = [-standing.figures.distributions_hkd for _partner, standing in names]
    if min([*nav, *distributed], default=ZERO) < 0 or not any([*nav, *distributed]):
        return None
    return Chart(
        title=_("What each partner has had and still has"),
        description=_("Distributed {distributed} in all; net asset value {nav} at {day}.").format(
            distributed=hkd_millions(total(distributed)), nav=hkd_millions(total(nav)), day=hk_date(on)
        ),
        labels=[name_of(partner) for partner, _standing in names],
        series=[Series(_("Distributed"), distributed), Series(_("Net asset value"), nav)],
        show=hkd,
    )


def _millions(value: Decimal) -> str:
    """An amount beside an axis that names its unit; a negative one stands in parentheses."""
    figure = trimmed(abs(value) / 10**6, 1)
    return f"({figure})" if value < 0 else figure

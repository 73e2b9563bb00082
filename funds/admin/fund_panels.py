"""The tables beside a fund: register, periods, books, calls, fees, hurdle, people; each a query over the books."""

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds import fee_facts, selectors
from funds.admin import agreement_panels, explained, fee_panels
from funds.models import Fund, LedgerAccount
from itvf.admin_records import Panel, link, tag
from itvf.dates import today
from itvf.explained import cell, totals
from itvf.money import total
from itvf.presentation import hk_date, rate

HKD = _("HK$")


def of(fund: Fund) -> list[Panel]:
    """This function will give every table that a fund's page shows, as of today."""
    found = [_register(fund), _closings(fund), _balances(fund), _calls(fund), _distributions(fund)]
    if fund.first_closing_date and hasattr(fund, "agreement"):
        found.insert(1, _periods(fund))
        found += fee_panels.of_fund(fund)
        found.append(_hurdle(fund))
        found.append(explained.panel(fund))
    return [*found, *agreement_panels.of(fund), _accounts(fund), _people(fund)]


def _register(fund):
    partners = list(selectors.partners_with_position(fund))
    names = ("committed", "called", "unfunded", "outstanding")
    opens = partial(_opens, fund, explained.booked_to(fund))
    columns = [
        (_("Partner"), "text"),
        (_("Kind"), "text"),
        (_("Commitment"), "money"),
        (_("Called"), "money"),
        (_("Unfunded"), "money"),
        (_("Outstanding"), "money"),
    ]
    rows = [
        (
            link(p),
            p.get_kind_display(),
            *(opens(getattr(p, f"{name}_hkd"), name, of=p.pk) for name in names),
        )
        for p in partners
    ]
    foot = None
    if rows:
        foot = (_("Total"), "", *(opens(sum(getattr(p, f"{name}_hkd") for p in partners), name) for name in names))
    waiting = fund.partners.exclude(pk__in=[partner.pk for partner in partners])
    rows += [(link(partner), partner.get_kind_display(), None, None, None, None) for partner in waiting]
    return Panel(_("Register of partners (HK$)"), columns, rows, foot=foot, empty=_("No partner was added yet."))


def _opens(fund, on, amount, figure: str, of=""):
    """A figure of the fund's book, all that is booked counted, which opens to its derivation."""
    return cell(amount, fund.code, figure, of=of, on=on)


def _periods(fund):
    periods = selectors.periods(fund, fund.agreement)
    return Panel(
        _("Periods (R7, A10)"),
        [(_("What"), "text"), (_("Date"), "date")],
        [
            (_("first closing, from which both run"), periods.starts),
            (_("investment period ends"), periods.investment_period_end),
            (_("term ends"), periods.term_end),
        ],
    )


def _closings(fund):
    return Panel(
        _("Closings"),
        [(_("Closing"), "text"), (_("Date"), "date"), (_("Stage"), "text"), (_("Government after it"), "money")],
        [(link(c), c.closing_date, tag(c), _government(fund, c)) for c in fund.closings.select_related("fund")],
        empty=_("No closing was drafted yet."),
    )


def _government(fund, closing):
    """The Government's commitment after a closing, which opens to its derivation once that is completed."""
    kept = closing.working.get("government_hkd")
    if kept is None or closing.stage != closing.Stage.COMPLETED:
        return None if kept is None else Decimal(kept)
    return cell(Decimal(kept), fund.code, "government-commitment", of=closing.number, on=closing.closing_date)


def _balances(fund):
    balances = selectors.balances_by_code(fund)
    labels = dict(LedgerAccount.Code.choices)
    found = sorted((code, v) for code, v in balances.items() if v)
    opens = partial(_opens, fund, explained.booked_to(fund), figure="balance")
    rows = [
        (labels[code], opens(v, of=code) if v > 0 else None, opens(-v, of=code) if v < 0 else None) for code, v in found
    ]
    return Panel(
        _("Trial balance today (HK$)"),
        [(_("Account"), "text"), (_("Debit"), "money"), (_("Credit"), "money")],
        rows,
        foot=totals(_("Total"), rows) if rows else None,
        empty=_("Nothing is booked yet."),
    )


def _calls(fund):
    return Panel(
        _("Capital calls"),
        [(_("Call"), "text"), (_("Stage"), "text"), (_("Due"), "date"), (_("Amount (HK$)"), "money")],
        [(link(c), tag(c), c.due_date, c.amount_hkd) for c in fund.calls.select_related("fund")],
        empty=_("No call was drafted yet."),
    )


def _distributions(fund):
    return Panel(
        _("Distributions (HK$)"),
        [(_("Distribution"), "text"), (_("What goes back"), "text"), (_("Payment date"), "date"),
         (_("Amount"), "money"), (_("Stage"), "text")],
        [
            (link(d), d.get_nature_display(), d.payment_date, d.amount_hkd, tag(d))
            for d in fund.distributions.select_related("fund").order_by("number")
        ],
    )  # fmt: skip


def _hurdle(fund):
    statement = fee_facts.hurdle_position(fund, today())
    contributed = total(step.amount_hkd for step in statement.steps if step.kind == "contribution")
    return Panel(
        _("Hurdle as of %(date)s (R16, A5)") % {"date": hk_date(today())},
        [(_("What"), "text"), (HKD, "money")],
        [
            (label, cell(amount, fund.code, "hurdle", of=of, on=today()))
            for label, amount, of in (
                (_("contributions"), contributed, "contributed"),
                (_("capital not yet returned"), statement.capital_hkd, ""),
                (_("hurdle accrued and unpaid"), statement.hurdle_hkd, ""),
                (_("received above both before"), statement.above_hkd, "above"),
                (_("lacking over the fund's whole life (A6)"), statement.lacking_hkd, "lacking"),
            )
        ],
        note=_("At %(rate)s a year, compounded annually, from the later of due date and receipt: an assumption.")
        % {"rate": rate(fund.agreement.hurdle_rate)},
    )


def _accounts(fund):
    return Panel(
        _("Bank accounts"),
        [(_("Account"), "text"), (_("Of"), "text"), (_("Stage"), "text"), (_("Usable from"), "date")],
        [
            (link(account), str(account.partner or gettext("the fund")), tag(account), account.usable_from)
            for account in fund.bank_accounts.select_related("partner")
        ],
        empty=_("No bank details were entered yet."),
    )


def _people(fund):
    return Panel(
        _("People with a role in the fund"),
        [(_("Person"), "text"), (_("Role"), "text"), (_("Partner"), "text"), (_("Since"), "date")],
        [
            (link(m, str(m.user)), m.get_role_display(), str(m.partner or ""), m.granted_at)
            for m in fund.memberships.live().select_related("user", "partner")
        ],
        empty=_("Nobody has a role in this fund yet."),
    )

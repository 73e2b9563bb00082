"""The Corporation's money by financial year, what waits by age, and how its book ties to the funds' books."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from funds import corporation_ties, funding_years, selectors
from funds.models import LedgerAccount
from funds.rules.funding import BANDS
from itvf.admin_records import Panel, link
from itvf.dates import today
from itvf.explained import of_programme
from itvf.money import total
from itvf.presentation import hk_date, hkd

# A year stays on one line.
NB_HYPHEN = "\u2011"


def panels() -> list[Panel]:
    """This function will give the page's tables, as of today."""
    return [_years(), _waiting(), _ties()]


def _years():
    years = funding_years.years()
    return Panel(
        _("By financial year (HK$)"),
        [(_("Year"), "text"), (_("Original"), "money"), (_("Estimate now"), "money"), (_("Requested"), "money"),
         (_("Left to ask"), "money"), (_("Received"), "money"), (_("Balance"), "money"), (_("Paid"), "money")],
        [
            (y.label.replace("-", NB_HYPHEN), y.original_hkd, y.allotted_hkd, _of_year(y, "requested", y.requested_hkd),
             _of_year(y, "left", y.left_to_request_hkd), _of_year(y, "received", y.received_hkd),
             _of_year(y, "balance", y.balance_hkd), _of_year(y, "paid", y.paid_hkd))
            for y in years
        ],
        note=_(
            "1 April to 31 March. The balance is the estimate less what was received. Received and paid count on the "
            "bank's value dates. The bank holds %(bank)s now."
        )
        % {"bank": hkd(selectors.corporation_balance(LedgerAccount.Code.BANK))},
    )  # fmt: skip


def _waiting():
    on = today()
    sums = funding_years.waiting(on)
    bounds = (0, *BANDS)
    names = [
        _("%(first)s to %(last)s days") % {"first": bounds[index] + bool(index), "last": bound}
        for index, bound in enumerate(BANDS)
    ]
    names.append(_("over %(last)s days") % {"last": BANDS[-1]})
    return Panel(
        _("Asked and not received, by age (HK$)"),
        [(_("Since the request was approved"), "text"), (_("Outstanding"), "money")],
        [
            (name, (amount, of_programme(f"funding-waiting-{place}", on=on)))
            for place, (name, amount) in enumerate(zip(names, sums, strict=True))
        ],
        foot=(_("Total"), (total(sums), of_programme("funding-waiting-all", on=on))),
        note=_("As of %(date)s.") % {"date": hk_date(on)},
    )


def _of_year(year: funding_years.Year, figure: str, amount: Decimal | None):
    """A computed figure of a year, which opens to its rows."""
    return amount and (amount, of_programme(f"funding-{year.start.year}-{figure}"))


def _of_tie(one: corporation_ties.Tie, name: str):
    """A fund's figure, which opens to the entries of the one book or the other."""
    figure = name.removesuffix("_hkd").removeprefix("in_")
    return getattr(one, name), of_programme(f"tie-{figure}-{one.fund.pk}")


def _ties():
    found = corporation_ties.ties()
    columns = ("interest_hkd", "accepted_hkd", "payable_hkd", "paid_hkd", "in_transit_hkd", "received_hkd",
               "difference_hkd")  # fmt: skip
    return Panel(
        _("The Corporation's book against the funds' books (HK$)"),
        [(_("Fund"), "text"), (_("Interest in the fund"), "money"), (_("Accepted"), "money"), (_("Payable"), "money"),
         (_("Paid"), "money"), (_("In transit"), "money"), (_("Fund received"), "money"),
         (_("Difference"), "money")],
        [
            (link(one.fund, one.fund.code), *(_of_tie(one, name) for name in columns))
            for one in found
        ],
        foot=(_("Total"), *(total(getattr(one, name) for one in found) for name in columns)) if found else None,
        note=_("Paid, less what is in transit, is what the fund's book received. The nightly proof computes it again."),
    )  # fmt: skip

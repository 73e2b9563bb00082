"""What waits for the staff of money that goes back: unpaid distributions, the Corporation's receipts, authorities."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from funds import selectors
from funds.models import Distribution, DistributionLine, Partner, RecordedAuthority
from funds.services import corporation_returns
from itvf.admin_records import address, tag
from itvf.dates import today
from itvf.presentation import hk_date, hkd
from reporting.admin.items import Item


def unpaid(_user) -> list[Item]:
    """Distributions past their payment date of which something is outstanding."""
    lines = selectors.distribution_lines().filter(outstanding_hkd__gt=0, distribution__payment_date__lte=today())
    sums = dict(lines.values_list("distribution").annotate(sum=Sum("outstanding_hkd")).order_by())
    found = Distribution.objects.filter(pk__in=sums).select_related("fund").order_by("payment_date")
    return [
        Item(
            _("Record the payment of %(what)s") % {"what": one},
            address(one),
            hkd(sums[one.pk]),
            _("payable %(date)s") % {"date": hk_date(one.payment_date)},
        )
        for one in found
    ]


def to_come(_user) -> list[Item]:
    """The Government's lines that the Corporation's bank has not shown in full by their payment date."""
    lines = DistributionLine.objects.filter(
        distribution__stage=Distribution.Stage.DECLARED,
        distribution__payment_date__lte=today(),
        partner__kind=Partner.Kind.GOVERNMENT,
        amount_hkd__gt=0,
    ).select_related("distribution__fund")
    return [
        Item(
            _("Match the Corporation's receipt of %(what)s") % {"what": line.distribution},
            address(line.distribution),
            hkd(left),
            _("payable %(date)s") % {"date": hk_date(line.distribution.payment_date)},
        )
        for line in lines
        if (left := corporation_returns.outstanding(line)) > 0
    ]


def authorities(user) -> list[Item]:
    """Recorded authorities that wait for another person's approval."""
    drafts = RecordedAuthority.objects.filter(stage=RecordedAuthority.Stage.DRAFT).exclude(recorded_by=user)
    return [
        Item(_("Approve an authority: %(what)s") % {"what": one}, address(one), one.given_by, tag(one))
        for one in drafts.select_related("fund")
    ]

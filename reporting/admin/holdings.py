"""What waits on the staff's front page about what funds hold: for one person to decide, and for everybody to see.

Every list is one query (or a few), whatever the number of funds; each item leads to its object.
"""

from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funds.models import Fund
from investments import board, oversight
from investments.models import CheckOutcome, Finding, Proposal, SpendSample, Valuation
from investments.rules.restrictions import RESTRICTIONS
from investments.rules.rulings import RULABLE_CODES
from itvf.admin_records import address, tag, tag_of
from itvf.errors import Breach
from itvf.presentation import hk_date, hkd
from itvf.words import breach_text
from reporting.admin.items import Item

SOON = timedelta(days=14)
MOST = 60


def rulings(user) -> list[Item]:
    """This function will give the deals whose latest checks left a question to a person, but not one's own."""
    last = CheckOutcome.objects.filter(proposal=OuterRef("proposal")).order_by("-run").values("run")[:1]
    open_ = (
        CheckOutcome.objects.filter(
            status=CheckOutcome.Status.NEEDS_EVIDENCE,
            code__in=RULABLE_CODES,
            proposal__stage=Proposal.Stage.SUBMITTED,
            run=Subquery(last),
        )
        .exclude(proposal__submitted_by=user)
        .select_related("proposal__fund", "proposal__company")
        .order_by("proposal", "id")
    )
    return [
        Item(
            _("Decide a question of %(what)s") % {"what": one.proposal},
            address(one.proposal),
            _(RESTRICTIONS[one.restriction].title),
            tag(one, "status"),
        )
        for one in open_
    ]


def values(user) -> list[Item]:
    """This function will give the values that wait for another person than who made them."""
    drafts = Valuation.objects.filter(stage=Valuation.Stage.DRAFT).exclude(made_by=user)
    return [
        Item(
            _("Review the value of %(what)s") % {"what": value.investment},
            address(value),
            hkd(value.fair_value_hkd),
            _("as of %(date)s") % {"date": hk_date(value.valuation_date)},
        )
        for value in drafts.select_related("investment__fund", "investment__company").defer("inputs", "bridge")
    ]


def samples(user) -> list[Item]:
    """This function will give the samples of Hong Kong spend with lines that nobody has verified."""
    unverified = Q(lines__line__checks__isnull=True, lines__line__report__replaced_by__isnull=True)
    waiting = SpendSample.objects.annotate(left=Count("lines", filter=unverified)).filter(left__gt=0)
    return [
        Item(
            _("Verify the sample of Hong Kong spend %(what)s") % {"what": sample},
            address(sample),
            ngettext("%(n)s line to verify", "%(n)s lines to verify", sample.left) % {"n": sample.left},
        )
        for sample in waiting.select_related("fund")
    ]


def answered(user) -> list[Item]:
    """This function will give the findings that were answered, by another than the person."""
    found = Finding.objects.filter(stage=Finding.Stage.ANSWERED).exclude(answered_by=user)
    return [
        Item(_("Close or open again: %(what)s") % {"what": finding}, address(finding), finding.finding, tag(finding))
        for finding in found.select_related("visit__company")
    ]


def attention(user, on: date) -> tuple[list[Item], int]:
    """This function will give the holdings with a light that is not green, the worst first, and how many there are.

    Values gone stale, undertakings behind, breaches, consents about to lapse: as the portfolio board has them.
    """
    found = board.board(user, on, order="-light", page_size=MOST)
    lit = [row for row in found.rows if row.light != board.OK]
    items = [
        Item(
            f"{row.company_name} · {row.fund_code}",
            reverse("admin:investments_company_change", args=[row.company_id]),
            " ".join(breach_text(Breach(light.subject, light.template, facts=light.facts)) for light in row.lights),
            tag_of("late", _("act")) if row.light == board.ACT else tag_of("waiting", _("watch")),
        )
        for row in lit
    ]
    return items, sum(count for light, count in found.totals.by_light.items() if light != board.OK)


def findings(on: date) -> list[Item]:
    """This function will give the open findings that are due within 14 days, and those that are late."""
    due = Finding.objects.filter(stage=Finding.Stage.OPEN, due_date__lte=on + SOON).order_by(F("due_date"), "id")
    return [
        Item(
            str(finding),
            address(finding),
            finding.finding,
            _due(finding.due_date, on),
        )
        for finding in due.select_related("visit__company")[:MOST]
    ]


def unconfirmed(on: date) -> list[Item]:
    """This function will give the holdings whose yearly confirmation is due, or differs from the record."""
    return [
        Item(
            str(one.investment),
            address(one.investment),
            _("the last one differs from the record") if one.differs else "",
            _due(one.due_date, on),
        )
        for one in oversight.unconfirmed(Fund.objects.all(), on)
    ]


def _due(day: date, on: date):
    tone = "late" if day < on else "waiting"
    return tag_of(tone, _("due %(date)s") % {"date": hk_date(day)})

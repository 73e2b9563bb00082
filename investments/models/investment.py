"""An investment and its life: tranches, conversions, write-downs, exits, income; each event with its journal entry."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models import Fund, JournalEntry, LedgerAccount
from investments.models.company import Company
from investments.models.proposal import Proposal
from itvf.constraints import foreign_field, money_field, one_of, rate_field, together, units_field
from itvf.models import File


class InvestmentQuerySet(models.QuerySet):
    """Investments as a person may see them."""

    def visible_to(self, user):
        """Staff see every investment, a GP its own funds'; partners' contacts see none."""
        if user.is_staff:
            return self
        return self.filter(fund__in=Fund.objects.managed_by(user).values("pk"))


@pghistory.track()
class Investment(models.Model):
    """A completed deal: it points at its accounts in the fund's book, where its money is."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="investment", verbose_name=_("proposal"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="investments", verbose_name=_("fund"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="investments", verbose_name=_("company"))
    completed_date = models.DateField(_("completed on"))
    evidence = models.TextField(_("completion evidence"))
    cost_account = models.OneToOneField(
        LedgerAccount, models.PROTECT, related_name="+", verbose_name=_("account: at cost")
    )
    unrealised_account = models.OneToOneField(
        LedgerAccount, models.PROTECT, related_name="+", verbose_name=_("account: unrealised")
    )
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="investment", verbose_name=_("journal entry")
    )
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    completed_at = models.DateTimeField(_("recorded at"))

    objects = InvestmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("investment")
        verbose_name_plural = _("investments")
        ordering = ["-completed_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(cost_account=models.F("unrealised_account")), name="investment_two_accounts"
            )
        ]

    def __str__(self):
        return f"{self.company} ({self.fund.code})"


class LifeEventQuerySet(models.QuerySet):
    """Events by whether they stand."""

    def standing(self, known_at=None):
        """What nothing reversed; as known at a recorded time: booked by then, and not reversed by then."""
        found = self.filter(reverses__isnull=True)
        if known_at is None:
            return found.filter(reversed_by__isnull=True)
        stood = Q(entry__reversed_by__isnull=True) | Q(entry__reversed_by__recorded_at__gt=known_at)
        return found.filter(stood, entry__recorded_at__lte=known_at)


class LifeEvent(models.Model):
    """One event of an investment's life, as it happened and as it was booked; append-only, undone by a reversal.

    HK$ and units are signed: money in and cost gained are positive for the investment, what leaves is negative.
    """

    class Kind(models.TextChoices):
        COMPLETION = "completion", _("completion")
        TRANCHE = "tranche", _("tranche drawn")
        CONVERSION = "conversion", _("conversion into shares")
        SPLIT = "split", _("share split")
        BONUS = "bonus", _("bonus issue")
        WRITE_DOWN = "write_down", _("written down for good")
        WRITE_DOWN_REVERSAL = "write_down_reversal", _("write-down reversed")
        WRITE_OFF = "write_off", _("written off")
        EXIT = "exit", _("exit")
        ESCROW_RELEASE = "escrow_release", _("escrow released")
        INCOME = "income", _("income")

    class Route(models.TextChoices):
        NONE = "", _("not an exit")
        IPO = "ipo", _("listing (IPO)")
        TRADE_SALE = "trade_sale", _("trade sale")
        REDEMPTION = "redemption", _("redemption")

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="life_events", verbose_name=_("investment"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("event"), max_length=20, choices=Kind)
    route = models.CharField(_("route"), max_length=12, choices=Route, blank=True)
    effective_date = models.DateField(_("date"))
    amount_hkd = money_field(default=0, verbose_name=_("amount (HK$)"))
    cost_hkd = money_field(default=0, verbose_name=_("change of cost (HK$)"))
    units = units_field(default=0, verbose_name=_("change of units"))
    currency = models.CharField(_("currency"), max_length=3, default="HKD")
    foreign_amount = foreign_field(null=True, verbose_name=_("amount in that currency"))
    foreign_cost = foreign_field(null=True, verbose_name=_("change of cost in that currency"))
    fx_rate = rate_field(null=True, verbose_name=_("exchange rate (HK$ for one)"))
    fx_source = models.CharField(_("source of the rate"), max_length=120, blank=True)
    fx_date = models.DateField(_("date of the rate"), null=True)
    gain_hkd = money_field(default=0, verbose_name=_("realised gain (HK$)"))
    exchange_hkd = money_field(default=0, verbose_name=_("realised exchange difference (HK$)"))
    escrow_hkd = money_field(default=0, verbose_name=_("held in escrow (HK$)"))
    tax_withheld_hkd = money_field(default=0, verbose_name=_("tax withheld (HK$)"))
    written_down_hkd = money_field(default=0, verbose_name=_("change of what is written down (HK$)"))
    working = models.JSONField(_("working"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    evidence = models.TextField(_("evidence"))
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence (file)"))
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="life_event", verbose_name=_("journal entry")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of an investment")
        verbose_name_plural = _("events of investments")
        ordering = ["investment", "number"]
        constraints = [
            one_of(
                "life_event",
                "kind",
                (
                    "bonus",
                    "completion",
                    "conversion",
                    "escrow_release",
                    "exit",
                    "income",
                    "split",
                    "tranche",
                    "write_down",
                    "write_down_reversal",
                    "write_off",
                ),
            ),
            one_of("life_event", "route", ("ipo", "redemption", "trade_sale", "")),
            models.UniqueConstraint(fields=["investment", "number"], name="life_event_number_once"),
            together("life_event", "foreign_amount", "fx_rate", "fx_date"),
            models.CheckConstraint(condition=Q(kind="exit") ^ Q(route=""), name="life_event_route_for_exits_only"),
        ]

    def __str__(self):
        return f"{self.investment}: {self.get_kind_display()}"


class FinancingRound(models.Model):
    """A round of a company, whoever took part: what ownership and dilution are measured by; append-only."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="rounds", verbose_name=_("company"))
    name = models.CharField(_("round"), max_length=60)
    financing_stage = models.CharField(_("financing stage"), max_length=40)
    closed_date = models.DateField(_("closed on"))
    currency = models.CharField(_("currency"), max_length=3, default="HKD")
    foreign_pre_money = foreign_field(null=True, verbose_name=_("pre-money value in that currency"))
    foreign_unit_price = foreign_field(null=True, verbose_name=_("price a unit in that currency"))
    fx_rate = rate_field(null=True, verbose_name=_("exchange rate (HK$ for one)"))
    raised_hkd = money_field(verbose_name=_("raised in all (HK$)"))
    others_private_hkd = money_field(null=True, verbose_name=_("of it by other private investors (HK$)"))
    issued_units = units_field(verbose_name=_("units in issue afterwards"))
    diluted_units = units_field(verbose_name=_("units fully diluted afterwards"))
    evidence = models.TextField(_("evidence"))
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence (file)"))
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("corrects")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("financing round")
        verbose_name_plural = _("financing rounds")
        ordering = ["company", "closed_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_units__gt=0, diluted_units__gte=models.F("issued_units")),
                name="financing_round_diluted_holds_issued",
            ),
        ]

    def __str__(self):
        return f"{self.company}: {self.name}"

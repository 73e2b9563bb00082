"""A fund's subscription facility: what was agreed with a lender, and every movement under it with its entry (R27)."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund
from funds.rules import stages
from itvf.constraints import (
    maker_is_not_checker,
    money_field,
    not_negative,
    one_of,
    positive,
    rate_field,
    stage_machine,
    together,
)
from itvf.models import File


def _person(label, **options) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options)


class FacilityQuerySet(models.QuerySet):
    """Facilities as a person may see them."""

    def visible_to(self, user):
        """Those of funds whose books are open to the person: staff all, a GP its own."""
        return self.filter(fund__in=Fund.objects.books_open_to(user).values("pk"))


@pghistory.track()
class FacilityAgreement(models.Model):
    """A loan that a lender keeps open for a fund, recorded by one and approved by another.

    `clause` is the one of the fund's agreement under which it borrows; `rate` is empty where only words say it.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="facilities", verbose_name=_("fund"))
    lender = models.CharField(_("lender"), max_length=200)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    limit_hkd = money_field(verbose_name=_("limit (HK$)"))
    rate = rate_field(null=True, verbose_name=_("interest a year (a fraction)"))
    rate_terms = models.CharField(_("interest and fees in words"), max_length=400)
    available_from = models.DateField(_("can be drawn from"))
    available_to = models.DateField(_("can be drawn until"))
    clause = models.CharField(_("clause of the fund's agreement"), max_length=80)
    document = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = _person(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved at"), null=True)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription facility")
        verbose_name_plural = _("subscription facilities")
        ordering = ["fund", "-available_from", "-id"]
        constraints = [
            one_of("facility_agreement", "stage", stages.FACILITY_AGREEMENT),
            maker_is_not_checker("facility_agreement", "recorded_by", "approved_by"),
            together("facility_agreement", "approved_by", "approved_at"),
            positive("facility_agreement", "limit_hkd"),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gte=0, rate__lt=1), name="facility_agreement_rate_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(available_to__gte=F("available_from")), name="facility_agreement_ends_after_it_begins"
            ),
        ]
        triggers = [
            stage_machine("facility_agreement", stages.FACILITY_AGREEMENT),
            pgtrigger.ReadOnly(
                name="facility_agreement_content",
                fields=[
                    "fund",
                    "lender",
                    "limit_hkd",
                    "rate",
                    "rate_terms",
                    "available_from",
                    "available_to",
                    "clause",
                ],
            ),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.lender}"


class FacilityMovementQuerySet(models.QuerySet):
    """Movements as they count and as a person may see them."""

    def visible_to(self, user):
        """Those of funds whose books are open to the person."""
        return self.filter(facility__fund__in=Fund.objects.books_open_to(user).values("pk"))

    def standing(self):
        """Those whose entry was not reversed."""
        return self.filter(entry__reversed_by__isnull=True)


class FacilityMovement(models.Model):
    """One thing that happened under a facility, booked by its entry; append-only, undone by reversing the entry.

    `expected_hkd` is the system's own figure beside interest that was reported, where the facility's rate is known.
    """

    class Kind(models.TextChoices):
        DRAWDOWN = "drawdown", _("drawdown")
        REPAYMENT = "repayment", _("repayment")
        INTEREST = "interest", _("interest of a period")
        FEE = "fee", _("fee of the lender")
        PAYMENT = "payment", _("interest and fees paid")

    class Purpose(models.TextChoices):
        NONE = "", _("none")
        INVESTMENTS = "investments", _("investments")
        FEES_EXPENSES = "fees_expenses", _("management fee and expenses")
        WORKING_CAPITAL = "working_capital", _("working capital")

    facility = models.ForeignKey(
        FacilityAgreement, models.PROTECT, related_name="movements", verbose_name=_("subscription facility")
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    purpose = models.CharField(_("for what"), max_length=15, choices=Purpose, blank=True)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    value_date = models.DateField(_("value date"))
    period_start = models.DateField(_("from"), null=True)
    expected_hkd = money_field(null=True, verbose_name=_("computed from the rate (HK$)"))
    reference = models.CharField(_("bank or lender's reference"), max_length=80)
    is_reported = models.BooleanField(_("recorded as a fact, breach or not"), default=False)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="facility_movement", verbose_name=_("journal entry")
    )
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = FacilityMovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement of a facility")
        verbose_name_plural = _("movements of facilities")
        ordering = ["facility", "-number"]
        constraints = [
            one_of("facility_movement", "kind", ("drawdown", "repayment", "interest", "fee", "payment")),
            one_of("facility_movement", "purpose", ("", "investments", "fees_expenses", "working_capital")),
            models.UniqueConstraint(fields=["facility", "number"], name="facility_movement_number_once"),
            positive("facility_movement", "amount_hkd"),
            not_negative("facility_movement", "expected_hkd"),
            models.CheckConstraint(
                condition=Q(kind__in=("drawdown", "repayment")) ^ Q(purpose=""),
                name="facility_movement_of_the_loan_has_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(kind="interest", period_start__isnull=False, period_start__lte=F("value_date"))
                | (~Q(kind="interest") & Q(period_start__isnull=True, expected_hkd__isnull=True)),
                name="facility_movement_interest_has_its_period",
            ),
        ]

    def __str__(self):
        return f"{self.facility} {self.get_kind_display()} {self.value_date}"

    @property
    def fund(self) -> Fund:
        """Whose facility it is of."""
        return self.facility.fund

"""The partnership: fund, agreement, people, partners, bank accounts, closings, commitments."""

from datetime import date
from decimal import Decimal

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Sign
from django.utils.translation import gettext_lazy as _

from funds.models.selection import Manager, Selection
from funds.rules import stages
from itvf.constraints import (
    maker_is_not_checker,
    money_field,
    one_of,
    stage_machine,
    together,
)


class FundQuerySet(models.QuerySet):
    """Funds as a person may see them."""

    def visible_to(self, user):
        """Staff see every fund; others those in which they hold a live membership."""
        if user.is_staff:
            return self
        return self.filter(pk__in=FundMembership.objects.live().filter(user=user).values("fund"))

    def managed_by(self, user):
        """Funds in which the person acts for the manager (GP)."""
        roles = (FundMembership.Role.GP_MAKER, FundMembership.Role.GP_SIGNATORY)
        return self.filter(pk__in=FundMembership.objects.live().filter(user=user, role__in=roles).values("fund"))

    def books_open_to(self, user):
        """Funds whose books a person may read: staff all, a GP its own; partners' contacts none."""
        return self if user.is_staff else self.managed_by(user)


@pghistory.track()
class Fund(models.Model):
    """A limited partnership fund under Cap. 637 (R2). Its row is the lock of every money transaction."""

    class Stage(models.TextChoices):
        FORMING = "forming", _("forming")
        OPEN = "open", _("open")
        ENDED = "ended", _("ended")
        ABANDONED = "abandoned", _("abandoned")

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    cap637_number = models.CharField(_("Cap. 637 number"), max_length=20, unique=True)
    selection = models.OneToOneField(Selection, models.PROTECT, related_name="fund", verbose_name=_("selection"))
    manager = models.ForeignKey(Manager, models.PROTECT, related_name="funds", verbose_name=_("manager"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.FORMING)
    registered_date = models.DateField(_("registered on"))
    registered_office = models.CharField(_("registered office"), max_length=300)
    investment_manager = models.CharField(_("investment manager"), max_length=200)
    auditor = models.CharField(_("auditor"), max_length=200, blank=True)
    responsible_person = models.CharField(_("responsible person (AML)"), max_length=200, blank=True)
    first_closing_date = models.DateField(_("first closing"), null=True)
    government_admitted_date = models.DateField(_("Government admitted on"), null=True)
    ended_date = models.DateField(_("ended on"), null=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["code"]
        constraints = [
            one_of("fund", "stage", stages.FUND),
            models.CheckConstraint(
                condition=Q(stage="ended", ended_date__isnull=False) | ~Q(stage="ended") & Q(ended_date__isnull=True),
                name="fund_ended_on_a_day",
            ),
        ]
        triggers = [stage_machine("fund", stages.FUND)]

    def __str__(self):
        return self.name_en

    @property
    def chain(self) -> str:
        """The key of the fund's audit chain."""
        return f"fund:{self.pk}"

    def roles_of(self, user) -> set[str]:
        """The live fund roles of a person in this fund (itvf.permissions asks for them)."""
        return set(self.memberships.live().filter(user=user).values_list("role", flat=True))


class PartnerQuerySet(models.QuerySet):
    """Partners as a person may see them."""

    def visible_to(self, user):
        """Staff see every partner, a GP its funds' partners, a partner's contact its own seat only."""
        if user.is_staff:
            return self
        contact_of = FundMembership.objects.live().filter(user=user, partner__isnull=False).values("partner")
        return self.filter(Q(pk__in=contact_of) | Q(fund__in=Fund.objects.managed_by(user).values("pk")))


@pghistory.track()
class Partner(models.Model):
    """A partner of one fund. A house that is a partner of two funds is two partners."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government (through the Corporation)")
        GP = "gp", _("general partner")
        GP_AFFILIATE = "gp_affiliate", _("affiliate of the general partner")
        PRIVATE = "private", _("private investor")
        PUBLIC_BODY = "public_body", _("public body (counts to neither side, A7)")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="partners", verbose_name=_("fund"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    contact_email = models.EmailField(_("notices go to"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"))

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["fund", "id"]
        constraints = [
            one_of("partner", "kind", ("government", "gp", "gp_affiliate", "private", "public_body")),
            models.UniqueConstraint(fields=["fund", "name_en"], name="partner_name_once_a_fund"),
            models.UniqueConstraint(fields=["fund"], condition=Q(kind="government"), name="one_government_a_fund"),
            models.UniqueConstraint(fields=["fund"], condition=Q(kind="gp"), name="one_general_partner_a_fund"),
        ]

    def __str__(self):
        return self.name_en

    @property
    def is_government(self) -> bool:
        """Whether this is the Government's seat in the fund."""
        return self.kind == self.Kind.GOVERNMENT


class FundMembershipQuerySet(models.QuerySet):
    """Memberships that count now."""

    def live(self):
        """Those not revoked."""
        return self.filter(revoked_at__isnull=True)


@pghistory.track()
class FundMembership(models.Model):
    """A person's role in one fund; revoked, never deleted."""

    class Role(models.TextChoices):
        GP_MAKER = "gp_maker", _("GP: prepares")
        GP_SIGNATORY = "gp_signatory", _("GP: signs and issues")
        PARTNER_CONTACT = "partner_contact", _("partner's contact")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="memberships", verbose_name=_("fund"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="contacts", verbose_name=_("partner"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = FundMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund membership")
        verbose_name_plural = _("fund memberships")
        constraints = [
            one_of("fund_membership", "role", ("gp_maker", "gp_signatory", "partner_contact")),
            models.CheckConstraint(
                condition=Q(role="partner_contact", partner__isnull=False)
                | (~Q(role="partner_contact") & Q(partner__isnull=True)),
                name="fund_membership_partner_for_contacts_only",
            ),
            models.UniqueConstraint(
                fields=["fund", "user", "role", "partner"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="fund_membership_live_once",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.role} {self.fund.code}"


@pghistory.track()
class BankAccount(models.Model):
    """Bank details of a fund, or of one of its partners: entered by one, confirmed by another after a call back."""

    class Stage(models.TextChoices):
        ENTERED = "entered", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        SUPERSEDED = "superseded", _("superseded")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="bank_accounts", verbose_name=_("fund"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="bank_accounts", verbose_name=_("partner")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.ENTERED)
    bank_name = models.CharField(_("bank"), max_length=120)
    account_name = models.CharField(_("account name"), max_length=200)
    account_number = models.CharField(_("account number"), max_length=34)
    swift = models.CharField(_("SWIFT code"), max_length=11, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    call_back_note = models.TextField(_("call back: who was reached, on which number"), blank=True)
    usable_from = models.DateField(_("usable from (after cooling off)"), null=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            one_of("bank_account", "stage", stages.BANK_ACCOUNT),
            maker_is_not_checker("bank_account", "entered_by", "confirmed_by"),
            together("bank_account", "confirmed_by", "confirmed_at", "usable_from"),
            models.UniqueConstraint(
                fields=["fund", "partner"],
                condition=Q(stage="confirmed"),
                nulls_distinct=False,
                name="bank_account_confirmed_once",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["confirmed", "superseded"])
                | (Q(confirmed_by__isnull=False) & ~Q(call_back_note="")),
                name="bank_account_confirmed_after_call_back",
            ),
        ]
        triggers = [stage_machine("bank_account", stages.BANK_ACCOUNT)]

    def __str__(self):
        return f"{self.bank_name} …{self.account_number[-4:]}"


@pghistory.track()
class Closing(models.Model):
    """A change of the register: a closing, at which partners commit and which derives the Government's part; a transfer
    of a commitment from one partner to another; a release of what is not drawn.
    """

    class Kind(models.TextChoices):
        CLOSING = "closing", _("closing")
        TRANSFER = "transfer", _("transfer")
        RELEASE = "release", _("release")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        COMPLETED = "completed", _("completed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class TrueUpWay(models.TextChoices):
        AT_ONCE = "at_once", _("paid at once")
        NEXT_CALL = "next_call", _("netted into the next call")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="closings", verbose_name=_("fund"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.CLOSING)
    reason = models.TextField(_("reason"), blank=True)
    closing_date = models.DateField(_("closing date"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    working = models.JSONField(_("working"), default=dict)
    true_up_way = models.CharField(_("true-up is settled"), max_length=9, choices=TrueUpWay, default=TrueUpWay.AT_ONCE)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("completed by")
    )
    completed_at = models.DateTimeField(_("completed at"), null=True)

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ["fund", "number"]
        constraints = [
            one_of("closing", "stage", stages.CLOSING),
            one_of("closing", "kind", ("closing", "transfer", "release")),
            one_of("closing", "true_up_way", ("at_once", "next_call")),
            models.CheckConstraint(condition=Q(kind="closing") | ~Q(reason=""), name="closing_changes_with_a_reason"),
            models.UniqueConstraint(fields=["fund", "number"], name="closing_number_once_a_fund"),
            models.UniqueConstraint(fields=["fund"], condition=Q(stage="draft"), name="one_draft_closing_a_fund"),
            maker_is_not_checker("closing", "drafted_by", "completed_by"),
            together("closing", "completed_by", "completed_at"),
            models.CheckConstraint(
                condition=~Q(stage="completed") | Q(completed_by__isnull=False), name="closing_completed_by_somebody"
            ),
        ]
        triggers = [stage_machine("closing", stages.CLOSING)]

    def __str__(self):
        return f"{self.fund.code} {self.get_kind_display()} {self.number}"


class CommitmentQuerySet(models.QuerySet):
    """Commitments that bind."""

    def admitted(self):
        """Those of completed closings."""
        return self.filter(closing__stage=Closing.Stage.COMPLETED)

    def with_restored(self):
        """With `restored_hkd`: what may be called again (A20) and passed with the commitment, below zero if given."""
        money = models.DecimalField(max_digits=24, decimal_places=2)
        passed = Cast(KeyTextTransform("restored_hkd", "closing__working"), money)
        return self.annotate(restored_hkd=Coalesce(Sign("amount_hkd") * passed, 0, output_field=money))

    def restored_by_day(self) -> list[tuple["Commitment", date, Decimal]]:
        """What may be called again and passed with a commitment: its row, the day, HK$, below zero where it was given.

        Of a transfer whose days were not kept, all of it on its effective date.
        """
        found = []
        for one in self.with_restored().exclude(restored_hkd=0).select_related("closing"):
            kept = one.closing.working.get("restored") or [
                [one.closing.closing_date.isoformat(), abs(one.restored_hkd)]
            ]
            sign = 1 if one.amount_hkd > 0 else -1
            found += [(one, date.fromisoformat(day), sign * Decimal(amount)) for day, amount in kept]
        return found


@pghistory.track()
class Commitment(models.Model):
    """What a partner promises at one closing; an increase at a later closing is another row.

    A transfer takes an amount from one partner (below zero) and gives it to another; a release takes it away.

    The Government's is derived by `closings.complete` and is refused by the database from any other
    hand while its closing is a draft. After completion the row can't change.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="commitments", verbose_name=_("closing"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="commitments", verbose_name=_("fund"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="commitments", verbose_name=_("partner"))
    amount_hkd = money_field(verbose_name=_("commitment (HK$)"))
    signed_date = models.DateField(_("signed on"))
    is_accepted = models.BooleanField(_("accepted by the GP"))
    is_unconditional = models.BooleanField(_("unconditional"))
    is_derived = models.BooleanField(_("derived by the scheme's rule"), default=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["closing", "partner"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_hkd=0) & Q(amount_hkd__gt=-(10**16), amount_hkd__lt=10**16),
                name="commitment_is_something",
            ),
            models.UniqueConstraint(fields=["closing", "partner"], name="commitment_once_a_closing"),
        ]

    def __str__(self):
        return f"{self.partner} HK${self.amount_hkd:,}"

"""Reads of the partnership that need more than one queryset method; every figure of money from the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from funds import agreement_versions
from funds.models import (
    Book,
    CallLine,
    CapitalCall,
    Closing,
    Commitment,
    Contribution,
    Distribution,
    DistributionLine,
    DistributionPayment,
    Fund,
    FundAgreement,
    JournalEntry,
    LedgerAccount,
    Partner,
    Posting,
    Scheme,
    SchemeVersion,
    Selection,
)
from funds.rules.terms import Terms
from itvf.dates import period_end
from itvf.errors import NotFound, WrongStage, gettext_noop
from itvf.money import ZERO

Code = LedgerAccount.Code
MONEY = DecimalField(max_digits=24, decimal_places=2)


# --- the scheme's terms


def version_in_force(scheme: Scheme, on: date) -> SchemeVersion:
    """The approved version of a scheme's terms that counts on a day; the earliest where none did yet."""
    approved = scheme.versions.filter(stage=SchemeVersion.Stage.APPROVED)
    version = approved.filter(effective_from__lte=on).order_by("-effective_from", "-number").first()
    version = version or approved.order_by("effective_from", "number").first()
    if version is None:
        raise NotFound(gettext_noop("The scheme {scheme} has no approved terms; load them first."), scheme=scheme.code)
    return version


def terms_of(version: SchemeVersion) -> Terms:
    """A version's terms as rules read them."""
    return Terms.from_published(
        {
            "scheme": version.scheme.code,
            "name": {"en": version.scheme.name_en, "zh_hant": version.scheme.name_zh_hant},
            "effective_from": version.effective_from.isoformat(),
            "instrument": version.scheme.instrument,
            "source": version.source,
            "status": version.status,
            "terms": {
                term.name: {
                    "value": term.value,
                    "rule": term.rule,
                    "clause": term.clause,
                    **({"severity": term.severity} if term.severity else {}),
                }
                for term in version.terms.all()
            },
            "assumptions": {a.code: {"question": a.question, "default": a.default} for a in version.assumptions.all()},
        }
    )


def terms_in_force(scheme: Scheme, on: date) -> Terms:
    """A scheme's terms on a day."""
    return terms_of(version_in_force(scheme, on))


def agreement_of(fund: Fund, *, known_at: datetime | None = None) -> FundAgreement:
    """A fund's agreement, with the terms as known at a recorded time; refused (WrongStage) where none is recorded."""
    agreement = FundAgreement.objects.select_related("scheme_version__scheme").filter(fund=fund).first()
    if agreement is None:
        raise WrongStage(
            gettext_noop("{fund} has no agreement on record; record its terms first."),
            code="no_agreement",
            fund=str(fund),
        )
    return agreement_versions.as_known([agreement], known_at)[0]


def terms_of_fund(fund: Fund, *, known_at: datetime | None = None) -> Terms:
    """The scheme's terms that bind a fund: those in force when its agreement was signed, as known at a time."""
    return terms_of(agreement_of(fund, known_at=known_at).scheme_version)


# --- the envelope and the register of commitments


@dataclass(frozen=True, slots=True)
class Envelope:
    """The programme's HK$ envelope (R1): what is committed, reserved by open selections, and left."""

    whole_hkd: Decimal
    committed_hkd: Decimal
    reserved_hkd: Decimal

    @property
    def used_hkd(self) -> Decimal:
        """Committed and reserved together."""
        return self.committed_hkd + self.reserved_hkd

    @property
    def left_hkd(self) -> Decimal:
        """What a new selection can still reserve; never below zero."""
        return max(self.whole_hkd - self.used_hkd, ZERO)


def envelope(scheme: Scheme, terms: Terms, *, apart_from: Fund | None = None) -> Envelope:
    """The envelope of a scheme; `apart_from` leaves one fund's own use out, to derive what it may have."""
    committed = Commitment.objects.admitted().filter(
        partner__kind=Partner.Kind.GOVERNMENT, fund__selection__scheme=scheme
    )
    reserved = Selection.objects.filter(scheme=scheme)
    if apart_from is not None:
        committed = committed.exclude(fund=apart_from)
        reserved = reserved.exclude(pk=apart_from.selection_id)
    return Envelope(
        whole_hkd=terms.hkd("programme_envelope_hkd"),
        committed_hkd=committed.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO,
        reserved_hkd=reserved.aggregate(sum=Sum("reserved_hkd"))["sum"] or ZERO,
    )


@dataclass(frozen=True, slots=True)
class Register:
    """A fund's commitments by kind of partner, in HK$."""

    government_hkd: Decimal
    gp_hkd: Decimal
    gp_affiliate_hkd: Decimal
    private_hkd: Decimal
    public_hkd: Decimal

    @property
    def gp_side_hkd(self) -> Decimal:
        """The GP's money and its affiliates' (A7)."""
        return self.gp_hkd + self.gp_affiliate_hkd

    @property
    def non_government_hkd(self) -> Decimal:
        """Every dollar that counts towards the HK$450m of R4: public bodies' does not (A7)."""
        return self.gp_side_hkd + self.private_hkd

    @property
    def total_hkd(self) -> Decimal:
        """The fund's size."""
        return self.non_government_hkd + self.public_hkd + self.government_hkd


def register(
    fund: Fund, *, including: Closing | None = None, on: date | None = None, known_at: datetime | None = None
) -> Register:
    """A fund's admitted commitments by kind, with a draft closing's beside them where named."""
    counted = Q(closing__stage=Closing.Stage.COMPLETED)
    if on is not None:
        counted &= Q(closing__closing_date__lte=on)
    if known_at is not None:
        counted &= Q(closing__completed_at__lte=known_at)
    if including is not None:
        counted |= Q(closing=including)
    sums = dict(
        Commitment.objects.filter(counted, fund=fund)
        .values_list("partner__kind")
        .annotate(sum=Sum("amount_hkd"))
        .values_list("partner__kind", "sum")
    )
    kind = Partner.Kind
    return Register(
        government_hkd=sums.get(kind.GOVERNMENT, ZERO),
        gp_hkd=sums.get(kind.GP, ZERO),
        gp_affiliate_hkd=sums.get(kind.GP_AFFILIATE, ZERO),
        private_hkd=sums.get(kind.PRIVATE, ZERO),
        public_hkd=sums.get(kind.PUBLIC_BODY, ZERO),
    )


@dataclass(frozen=True, slots=True)
class Periods:
    """A fund's investment period and term (R7), run from its first closing (A10)."""

    starts: date
    investment_period_end: date
    term_end: date


def periods(fund: Fund, agreement: FundAgreement | None = None) -> Periods | None:
    """The fund's periods, or None before its first closing."""
    if fund.first_closing_date is None:
        return None
    agreement = agreement or agreement_of(fund)
    start = fund.first_closing_date
    return Periods(
        starts=start,
        investment_period_end=period_end(start, agreement.investment_period_years),
        term_end=period_end(start, agreement.term_years),
    )


# --- balances from the books


def postings(
    *, book: Book | None = None, as_of: date | None = None, known_at: datetime | None = None
) -> QuerySet[Posting]:
    """Postings that count on an effective date, as known at a recorded time."""
    found = Posting.objects.all()
    if book is not None:
        found = found.filter(book=book)
    if as_of is not None:
        found = found.filter(entry__effective_date__lte=as_of)
    if known_at is not None:
        found = found.filter(entry__recorded_at__lte=known_at)
    return found


def balance(
    fund: Fund, code: Code, *, as_of: date | None = None, known_at: datetime | None = None, **account
) -> Decimal:
    """The balance of a fund's accounts of one code: debits positive, in HK$."""
    found = postings(as_of=as_of, known_at=known_at).filter(
        account__book__fund=fund, account__code=code, **{f"account__{name}": value for name, value in account.items()}
    )
    return found.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO


def balances_by_code(fund: Fund, *, as_of: date | None = None, known_at: datetime | None = None) -> dict[str, Decimal]:
    """The balances of a fund's accounts by code, in one query: debits positive, in HK$."""
    rows = postings(as_of=as_of, known_at=known_at).filter(account__book__fund=fund).values_list("account__code")
    return dict(rows.annotate(sum=Sum("amount_hkd")).order_by())


def corporation_balance(code: Code, *, reference: str | None = None, as_of: date | None = None) -> Decimal:
    """The balance of the Corporation's accounts of one code: debits positive, in HK$."""
    found = postings(as_of=as_of).filter(account__book__kind=Book.Kind.CORPORATION, account__code=code)
    if reference is not None:
        found = found.filter(account__reference=reference)
    return found.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO


def trial_balance(book: Book, *, as_of: date | None = None, known_at: datetime | None = None):
    """Every account of a book with its balance; the balances sum to zero."""
    return (
        postings(book=book, as_of=as_of, known_at=known_at)
        .values("account_id", "account__code", "account__label", "account__reference")
        .annotate(balance_hkd=Sum("amount_hkd"))
        .order_by("account__code", "account_id")
    )


def movements(
    fund: Fund,
    code: Code,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[tuple[date, str, Decimal]]:
    """A fund's movements on accounts of one code by effective date and kind, in HK$, in date order."""
    found = (
        postings(as_of=as_of, known_at=known_at)
        .filter(account__book__fund=fund, account__code=code)
        .values_list("entry__effective_date", "entry__kind")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date", "entry__kind")
    )
    return [(day, kind, amount) for day, kind, amount in found if amount]


# --- partners, calls and what is outstanding

# What settles a call: money in the bank, an over-payment of another line, a distribution set off against it.
RECEIVED = (JournalEntry.Kind.CONTRIBUTION, JournalEntry.Kind.OVERPAYMENT_APPLIED, JournalEntry.Kind.NETTING)


def partners_with_position(fund: Fund) -> QuerySet[Partner]:
    """A fund's admitted partners in the order in which they joined, with what each has promised and been called for.

    `committed_hkd` from the completed closings; `called_hkd`, `outside_hkd` (beside it), `outstanding_hkd`
    and `distributed_hkd` from the books; `restored_hkd`, what recallable distributions gave back to call again (A20),
    with what of it passed in a transfer;
    `unfunded_hkd`; and `entitled_hkd` (12 places), the exact running share that A11 carries from call to call.
    """
    committed = (
        Commitment.objects.admitted()
        .filter(partner=OuterRef("pk"))
        .values("partner")
        .annotate(sum=Sum("amount_hkd"))
        .values("sum")
    )
    issued = CallLine.objects.filter(partner=OuterRef("pk"), call__stage=CapitalCall.Stage.ISSUED)
    last = issued.order_by("-call__entry_id")  # the last one issued, whichever was drafted first
    given_back = DistributionLine.objects.filter(
        partner=OuterRef("pk"), distribution__stage=Distribution.Stage.DECLARED
    ).order_by()
    # What was called and went back (A19) is called no longer, so nobody is entitled to have been asked for it.
    returned = given_back.filter(
        distribution__nature=Distribution.Nature.UNINVESTED, distribution__entry_id__gt=OuterRef("last_call_entry")
    )
    # A transfer moves what was called, and with it what one is entitled to have been asked for.
    moved = Posting.objects.filter(
        account__partner=OuterRef("pk"),
        account__code=Code.CAPITAL_CONTRIBUTED,
        entry__kind=JournalEntry.Kind.TRANSFER,
        entry_id__gt=OuterRef("last_call_entry"),
    ).order_by()
    passed = Commitment.objects.admitted().with_restored().filter(partner=OuterRef("pk")).values("partner")
    return (
        Partner.objects.filter(fund=fund)
        .annotate(
            committed_hkd=Subquery(committed, output_field=MONEY),
            called_hkd=Coalesce(-Subquery(_account_sum(Code.CAPITAL_CONTRIBUTED), output_field=MONEY), ZERO_HKD),
            outstanding_hkd=Coalesce(Subquery(_account_sum(Code.CALL_RECEIVABLE), output_field=MONEY), ZERO_HKD),
            distributed_hkd=Coalesce(Subquery(_account_sum(Code.CAPITAL_DISTRIBUTED), output_field=MONEY), ZERO_HKD),
            outside_hkd=Coalesce(-Subquery(_account_sum(Code.CAPITAL_OUTSIDE), output_field=MONEY), ZERO_HKD),
            restored_hkd=Coalesce(
                Subquery(given_back.values("partner").annotate(s=Sum("recallable_hkd")).values("s")), ZERO_HKD
            )
            + Coalesce(Subquery(passed.annotate(s=Sum("restored_hkd")).values("s"), output_field=MONEY), ZERO_HKD),
            last_call_entry=Subquery(last.values("call__entry_id")[:1]),
        )
        .annotate(
            unfunded_hkd=F("committed_hkd") - F("called_hkd") + F("restored_hkd"),
            entitled_hkd=Subquery(last.values("entitled_after_hkd")[:1])
            - Coalesce(Subquery(returned.values("partner").annotate(s=Sum("capital_hkd")).values("s")), ZERO_HKD)
            - Coalesce(Subquery(moved.values("account__partner").annotate(s=Sum("amount_hkd")).values("s")), ZERO_HKD),
        )
        .filter(committed_hkd__gt=0)
        .order_by("id")
    )


ZERO_HKD = Value(ZERO, output_field=MONEY)


def _account_sum(code: Code):
    return (
        Posting.objects.filter(account__partner=OuterRef("pk"), account__code=code)
        .values("account__partner")
        .annotate(sum=Sum("amount_hkd"))
        .values("sum")
    )


def call_lines(calls: Iterable[CapitalCall] | QuerySet[CapitalCall] | None = None) -> QuerySet[CallLine]:
    """Lines of issued calls with `received_hkd` and `outstanding_hkd`, from the entries that stand."""
    received = (
        Contribution.objects.filter(line=OuterRef("pk"), entry__reversed_by__isnull=True)
        .values("line")
        .annotate(sum=Sum("amount_hkd"))
        .values("sum")
    )
    found = CallLine.objects.filter(call__stage=CapitalCall.Stage.ISSUED)
    if calls is not None:
        found = found.filter(call__in=calls)
    return found.annotate(received_hkd=Coalesce(Subquery(received, output_field=MONEY), ZERO_HKD)).annotate(
        outstanding_hkd=F("amount_hkd") + F("outside_hkd") - F("received_hkd")
    )


def distribution_lines(
    distributions: Iterable[Distribution] | QuerySet[Distribution] | None = None,
) -> QuerySet[DistributionLine]:
    """Lines of declared distributions with `paid_hkd` and `outstanding_hkd`, from the entries that stand."""
    paid = (
        DistributionPayment.objects.filter(line=OuterRef("pk"), entry__reversed_by__isnull=True)
        .values("line")
        .annotate(sum=Sum("amount_hkd"))
        .values("sum")
    )
    found = DistributionLine.objects.filter(distribution__stage=Distribution.Stage.DECLARED)
    if distributions is not None:
        found = found.filter(distribution__in=distributions)
    return found.annotate(paid_hkd=Coalesce(Subquery(paid, output_field=MONEY), ZERO_HKD)).annotate(
        outstanding_hkd=F("amount_hkd") - F("paid_hkd")
    )


def late_lines(on: date) -> QuerySet[CallLine]:
    """Lines not paid in full whose due date has passed."""
    return call_lines().filter(outstanding_hkd__gt=0, call__due_date__lt=on)


def journal(book: Book) -> QuerySet[JournalEntry]:
    """A book's entries, newest first, with their postings."""
    found = JournalEntry.objects.filter(book=book).select_related("recorded_by", "reverses")
    return found.prefetch_related("postings__account").order_by("-id")

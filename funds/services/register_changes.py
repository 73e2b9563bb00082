"""Changes of the register after a closing: a commitment transferred to another partner, or released undrawn."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Sum

from funds import selectors
from funds.locks import lock_fund, lock_scheme
from funds.models import (
    CapitalCall,
    Closing,
    Commitment,
    Distribution,
    DistributionLine,
    Fund,
    JournalEntry,
    LedgerAccount,
    Partner,
    RecordedBreach,
)
from funds.rules import matching
from funds.rules.stages import require_stage
from funds.services import ledger, true_ups
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, WrongStage, fill, gettext_noop, plain
from itvf.money import ZERO, allocate, money, total

Code = ledger.Code
Kind = Closing.Kind
CAPITAL = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE, Code.CAPITAL_DISTRIBUTED)


@transaction.atomic
def propose_transfer(
    *, giver: Partner, taker: Partner, amount_hkd: Decimal, effective_date: date, reason: str, by, at: datetime
) -> Closing:
    """This function will propose that a partner's commitment, whole or in part, passes to another partner of the fund.

    Drawn, undrawn and recallable pass in proportion, and both capital accounts follow in every line (the general
    partner's carry is its own and stays) from the effective date on, when another person approves it. The
    Government's commitment is derived (R6) and passes to nobody, and nobody's to it.
    """
    change, amount = _propose(giver, amount_hkd, effective_date, reason, Kind.TRANSFER, by, at)
    if taker.fund_id != giver.fund_id or taker.pk == giver.pk or Partner.Kind.GOVERNMENT in (giver.kind, taker.kind):
        raise InputRefused(
            gettext_noop("A commitment passes to another partner of the same fund, not to or from the Government."),
            code="wrong_partner",
            field="taker",
        )
    _write(change, giver, -amount)
    _write(change, taker, amount)
    _record("propose", change, by, at, amount_hkd=amount, giver=giver.name_en, taker=taker.name_en)
    return change


@transaction.atomic
def propose_release(
    *, partner: Partner, amount_hkd: Decimal, effective_date: date, reason: str, by, at: datetime
) -> Closing:
    """This function will propose that a partner is released from what it has not been called for.

    A release of the Government's undrawn commitment gives the envelope back (R1); the letter is named in the reason.
    """
    change, amount = _propose(partner, amount_hkd, effective_date, reason, Kind.RELEASE, by, at)
    if not partner.is_government:
        _write(change, partner, -amount)
    change.working = {"released_hkd": plain(amount), "partner": partner.pk}
    change.save(update_fields=["working"])
    _record("propose", change, by, at, amount_hkd=amount, partner=partner.name_en)
    return change


@transaction.atomic
def approve(*, change: Closing, by, at: datetime) -> Closing:
    """This function will carry out a proposed change: the register, and with a transfer both capital accounts.

    Refuses what is no longer there: more than is committed, more than is undrawn for a release, a call outstanding, a
    GP below its 2% (R5). Where other money falls below what the Government's part rests on, the breach of R6 is
    recorded: its commitment never falls by derivation.
    """
    permissions.require(by, "closing.complete", within=change.fund)
    lock_scheme(change.fund.selection.scheme)
    fund = lock_fund(change.fund)
    change = Closing.objects.select_for_update(of=("self",)).get(pk=change.pk)
    require_stage(change, Closing.Stage.DRAFT)
    permissions.require_other_person(by, change.drafted_by)
    if change.kind == Kind.CLOSING:
        raise WrongStage(gettext_noop("{change} is a closing; complete it."), code="a_closing", change=str(change))
    true_ups.require_none_waiting(fund)
    positions = {partner.pk: partner for partner in selectors.partners_with_position(fund)}
    rows = list(change.commitments.select_related("partner"))
    _check_still_there(change, rows, positions)
    change.stage = Closing.Stage.COMPLETED
    change.completed_by = by
    change.completed_at = at
    if change.kind == Kind.RELEASE and not rows:
        amount = Decimal(change.working["released_hkd"])
        change.working |= {"increase_hkd": plain(-amount)}
        change.save(update_fields=["stage", "completed_by", "completed_at", "working"])
        _write(change, fund.partners.get(pk=change.working["partner"]), -amount, is_derived=True)
    else:
        change.save(update_fields=["stage", "completed_by", "completed_at"])
    if change.kind == Kind.TRANSFER:
        _move_accounts(change, rows, positions, by)
    _judge_register(fund, change)
    _record("approve", change, by, at)
    return change


def require_none_passed_since(event: CapitalCall | Distribution) -> None:
    """This function will refuse (WrongStage) to undo what a later transfer passed on to another partner."""
    later = JournalEntry.objects.filter(
        book=ledger.fund_book(event.fund), kind=JournalEntry.Kind.TRANSFER, pk__gt=event.entry_id
    ).first()
    if later:
        change = event.fund.closings.get(pk=int(later.source.split(":")[1]))
        raise WrongStage(
            gettext_noop(
                "{change} passed capital on after {event}, which can't be cancelled any more; put it right with the "
                "next call or distribution."
            ),
            code="passed_on_since",
            change=str(change),
            event=str(event),
        )


def _propose(partner: Partner, amount_hkd: Decimal, effective_date: date, reason: str, kind: str, by, at: datetime):
    permissions.require(by, "closing.draft", within=partner.fund)
    fund = lock_fund(partner.fund)
    require_stage(fund, Fund.Stage.OPEN)
    true_ups.require_none_waiting(fund)
    audit.require_reason(reason)
    amount = money(amount_hkd)
    if fund.closings.filter(stage=Closing.Stage.DRAFT).exists():
        raise InputRefused(
            gettext_noop("A draft closing stands; complete or withdraw it first."), code="draft_closing_stands"
        )
    last = fund.closings.filter(stage=Closing.Stage.COMPLETED).aggregate(last=Max("closing_date"))["last"]
    if not last <= effective_date <= local_date(at):
        raise InputRefused(
            gettext_noop("{date} is not between the last change of the register on {last} and today."),
            code="change_out_of_order",
            field="effective_date",
            date=effective_date,
            last=last,
        )
    position = {one.pk: one for one in selectors.partners_with_position(fund)}.get(partner.pk)
    most = ZERO
    if position is not None:
        most = position.unfunded_hkd if kind == Kind.RELEASE else position.committed_hkd
    if not ZERO < amount <= most:
        _refuse_amount(amount, most, partner)
    return (
        Closing.objects.create(
            fund=fund,
            number=(fund.closings.aggregate(last=Max("number"))["last"] or 0) + 1,
            kind=kind,
            reason=reason,
            closing_date=effective_date,
            drafted_by=by,
            drafted_at=at,
        ),
        amount,
    )


def _write(change: Closing, partner: Partner, amount_hkd: Decimal, *, is_derived: bool = False) -> None:
    Commitment.objects.create(
        closing=change,
        fund=change.fund,
        partner=partner,
        amount_hkd=amount_hkd,
        signed_date=change.closing_date,
        is_accepted=True,
        is_unconditional=True,
        is_derived=is_derived,
    )


def _check_still_there(change: Closing, rows: list[Commitment], positions: dict[int, Partner]) -> None:
    taken = [(row.partner_id, -row.amount_hkd) for row in rows if row.amount_hkd < 0]
    taken = taken or [(change.working["partner"], Decimal(change.working["released_hkd"]))]
    for pk, amount in taken:
        position = positions[pk]
        most = position.unfunded_hkd if change.kind == Kind.RELEASE else position.committed_hkd
        if amount > most:
            _refuse_amount(amount, most, position)
        if position.outstanding_hkd:
            raise RuleBroken(
                [
                    Breach(
                        "call_outstanding",
                        gettext_noop("{partner} still owes {outstanding_hkd} on a call; it is paid before the change."),
                        "R27",
                        "Annex 3 para 2",
                        {"partner": position.name_en, "outstanding_hkd": position.outstanding_hkd},
                    )
                ]
            )


def _move_accounts(change: Closing, rows: list[Commitment], positions: dict[int, Partner], by) -> None:
    """What was called of the giver and distributed to it passes in the proportion of the commitment that passes.

    On the effective date what stood then; what moved since passes by an entry of its own day each, so that capital
    stands where the register puts it on every day between (the results follow it there).
    """
    giver = next(row for row in rows if row.amount_hkd < 0)
    taker = next(row for row in rows if row.amount_hkd > 0)
    position = positions[giver.partner_id]
    weights = [taker.amount_hkd, position.committed_hkd - taker.amount_hkd]
    book = ledger.fund_book(change.fund)
    for code in (Code.CALL_RECEIVABLE, Code.CAPITAL_CONTRIBUTED):
        LedgerAccount.objects.get_or_create(
            book=book, code=code, partner=taker.partner, defaults={"label": taker.partner.name_en}
        )
    passed = dict.fromkeys(CAPITAL, ZERO)
    for number, (day, stood) in enumerate(_capital_by_day(giver.partner, change.closing_date).items()):
        moved = {code: _part(amount, weights) for code, amount in stood.items()}
        lines = []
        for code, amount in moved.items():
            lines += [
                (ledger.account(book, code, partner=giver.partner), amount - passed[code]),
                (ledger.account(book, code, partner=taker.partner), passed[code] - amount),
            ]
        if moved != passed:
            ledger.post(
                book=book,
                kind=JournalEntry.Kind.TRANSFER,
                effective_date=day,
                memo=f"{giver.partner} passes HK${taker.amount_hkd:,} of its commitment to {taker.partner}"[:300],
                source=f"closing:{change.pk}" + (f":{number}" if number else ""),
                lines=lines,
                by=by,
            )
        passed = moved
    restored = _restored_passing(giver.partner, change.closing_date, weights)
    change.working = {
        "amount_hkd": plain(taker.amount_hkd),
        "called_hkd": plain(passed[Code.CAPITAL_CONTRIBUTED]),
        "distributed_hkd": plain(-passed[Code.CAPITAL_DISTRIBUTED]),
        "restored_hkd": plain(total(restored.values())),
        "restored": [[plain(day), plain(amount)] for day, amount in restored.items()],
    }
    change.save(update_fields=["working"])


def _capital_by_day(giver: Partner, effective: date) -> dict[date, dict[str, Decimal]]:
    """A partner's capital at the end of the effective date and of each later day that moved it; credits positive."""
    rows = (
        selectors.postings(book=ledger.fund_book(giver.fund))
        .filter(account__partner=giver, account__code__in=CAPITAL)
        .values_list("entry__effective_date", "account__code")
        .annotate(sum=-Sum("amount_hkd"))
        .order_by("entry__effective_date")
    )
    stood, found = dict.fromkeys(CAPITAL, ZERO), {effective: dict.fromkeys(CAPITAL, ZERO)}
    for day, code, amount in rows:
        stood[code] += amount
        found[max(day, effective)] = dict(stood)
    return found


def _restored_passing(giver: Partner, effective: date, weights: list[Decimal]) -> dict[date, Decimal]:
    """What passes of what may be called again (A20): on the effective date, and what came since on its own day."""
    lines = DistributionLine.objects.filter(
        partner=giver, distribution__in=Distribution.objects.declared(), recallable_hkd__gt=0
    )
    moved = list(lines.values_list("distribution__entry__effective_date", "recallable_hkd"))
    moved += [(day, amount) for _pk, day, amount in giver.commitments.admitted().restored_by_day()]
    stood, found = ZERO, {effective: ZERO}
    for day, amount in sorted(moved):
        stood, day = stood + amount, max(day, effective)
        found[day] = _part(stood, weights) - total(passes for one, passes in found.items() if one < day)
    return {day: amount for day, amount in found.items() if amount}


def _part(amount_hkd: Decimal, weights: list[Decimal]) -> Decimal:
    return allocate(amount_hkd, weights)[0]


def _judge_register(fund: Fund, change: Closing) -> None:
    """The GP keeps its 2% (R5); a fall of other money below what the Government's part rests on is a breach of R6."""
    agreement = selectors.agreement_of(fund)
    terms = selectors.terms_of(agreement.scheme_version)
    register = selectors.register(fund)
    low = matching.check_gp_commitment(register.gp_hkd, fund_size_hkd=register.total_hkd, terms=terms)
    if low:
        raise RuleBroken(low)
    derived = matching.government_commitment(
        register.non_government_hkd,
        terms=terms,
        envelope_used_hkd=ZERO,
        gp_commitment_hkd=register.gp_side_hkd,
        gp_money_is_matched=agreement.gp_money_is_matched,
    )
    if derived.government_hkd >= register.government_hkd:
        return
    facts = {
        "government_hkd": plain(register.government_hkd),
        "derived_hkd": plain(derived.government_hkd),
        "other_hkd": plain(register.non_government_hkd),
    }
    template = gettext_noop(
        "The Government's {government_hkd} rests on more than the {other_hkd} that others still commit: R6 would give "
        "{derived_hkd}."
    )
    RecordedBreach.objects.get_or_create(
        fund=fund,
        code="matched_money_fell",
        source=f"closing:{change.pk}",
        defaults={
            "rule": "R6",
            "clause": "Annex 3 1(e)",
            "message": fill(template, facts),
            "sentence": template,
            "facts": facts,
            "found_date": change.closing_date,
        },
    )


def _refuse_amount(amount: Decimal, most: Decimal, partner: Partner) -> None:
    raise InputRefused(
        gettext_noop("{amount_hkd} can't be taken from {partner}: there is {most_hkd}."),
        code="more_than_there_is",
        field="amount_hkd",
        amount_hkd=amount,
        most_hkd=most,
        partner=partner.name_en,
    )


def _record(verb: str, change: Closing, by, at: datetime, **facts) -> None:
    audit.record(
        chain=change.fund.chain,
        verb=f"register_change.{verb}",
        subject=change,
        by=by,
        at=at,
        reason=change.reason,
        facts={"kind": change.kind, **facts},
    )

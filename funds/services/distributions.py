"""Distributions: drafted by the GP, run through the waterfall, declared once solvency is stated, then paid."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds import distribution_facts
from funds.locks import lock_fund
from funds.models import (
    CapitalCall,
    Closing,
    Distribution,
    DistributionLine,
    DistributionSource,
    Fund,
    Netting,
    Partner,
)
from funds.rules.netting import require_alone
from funds.rules.stages import require_stage, require_version
from funds.services import (
    corporation_returns,
    distribution_books,
    distribution_inputs,
    distribution_notices,
    distribution_payments,
    ledger,
    register_changes,
    true_ups,
)
from funds.services.distribution_inputs import SourceInput
from itvf import audit, permissions
from itvf.celery import enqueue
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, WrongStage, gettext_noop, plain
from itvf.money import ZERO, money, total

Nature = Distribution.Nature
Stage = Distribution.Stage


@transaction.atomic
def draft(
    *,
    fund: Fund,
    sources: Sequence[SourceInput],
    payment_date: date,
    by,
    at: datetime,
    nature: str = Nature.PROCEEDS,
    recallable_hkd: Decimal = ZERO,
    withheld_hkd: Mapping[int, Decimal] | None = None,
    call: CapitalCall | None = None,
    is_final: bool = False,
) -> Distribution:
    """This function will draft a distribution by the GP's maker; the amount is its sources' sum.

    `proceeds` run through the waterfall, `uninvested` gives a call's money back (A19; name the call), `clawback`
    passes on carry that came back, `offsets` what the manager paid for unused fee offsets. The final one takes
    everything: each partner gets its balance. `withheld_hkd` is tax by partner (pk). Refuses, all at once, what could
    not be declared today but for the statement on solvency; and money of a call while a true-up of it waits (A13).
    """
    permissions.require(by, "distribution.draft", within=fund)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.OPEN, Fund.Stage.ENDED)
    if fund.stage == Fund.Stage.ENDED and (nature != Nature.PROCEEDS or recallable_hkd):
        raise InputRefused(
            gettext_noop("{fund} has ended: what was kept back goes out as proceeds, and none of it is recallable."),
            code="fund_ended",
            field="nature",
            fund=str(fund),
        )
    sources = distribution_inputs.read(fund, sources)
    if nature == Nature.UNINVESTED:
        true_ups.require_none_waiting(fund)
    if (nature == Nature.UNINVESTED) != (call is not None):
        raise InputRefused(
            gettext_noop("Called money that goes back names its call, and nothing else does."),
            code="call_missing",
            field="call",
        )
    if is_final and (nature not in (Nature.PROCEEDS, Nature.CLAWBACK) or recallable_hkd or withheld_hkd):
        raise InputRefused(
            gettext_noop(
                "The final distribution is of proceeds or returned carry; nothing of it is recallable or taxed."
            ),
            code="not_final",
            field="is_final",
        )
    distribution = Distribution(
        fund=fund,
        number=(fund.distributions.aggregate(last=Max("number"))["last"] or 0) + 1,
        is_final=is_final,
        nature=nature,
        amount_hkd=total(source.amount_hkd for source in sources),
        recallable_hkd=money(recallable_hkd),
        payment_date=payment_date,
        call=call,
        drafted_by=by,
        drafted_at=at,
        working={"withheld_hkd": {str(pk): plain(money(tax)) for pk, tax in (withheld_hkd or {}).items()}},
    )
    _require_possible(distribution, sources, local_date(at))
    distribution.save()
    _write_sources(distribution, sources)
    _record("draft", distribution, by, at)
    return distribution


def _write_sources(distribution: Distribution, sources: Sequence[SourceInput]) -> None:
    DistributionSource.objects.bulk_create(
        DistributionSource(
            distribution=distribution,
            order=order,
            kind=source.kind,
            label=source.label,
            label_zh_hant=source.label_zh_hant,
            reference=source.reference,
            amount_hkd=source.amount_hkd,
        )
        for order, source in enumerate(sources, start=1)
    )


@transaction.atomic
def draft_true_up(
    *, closing: Closing, payment_date: date, by, at: datetime, netting: Netting | None = None
) -> Distribution:
    """This function will draft what the earlier partners get back of a later closing's true-up, interest apart (A13).

    Its call is issued first, or bound with it in one net notice. Amounts are those of the closing's working; once is
    enough.
    """
    permissions.require(by, "distribution.draft", within=closing.fund)
    fund = lock_fund(closing.fund)
    closing = true_ups.of_way(closing, netting)
    worked = closing.working.get("true_up")
    is_called = netting is not None or closing.true_up_calls.filter(stage=CapitalCall.Stage.ISSUED).exists()
    stands = closing.returns.filter(stage__in=(Stage.DRAFT, Stage.DECLARED)).exists()
    if not worked or not is_called or stands:
        raise WrongStage(
            gettext_noop("{closing} has no true-up that was called and waits to be given back."),
            code="no_true_up",
            closing=str(closing),
        )
    capital, beside, borne = (Decimal(worked.get(f"{of}_hkd", "0.00")) for of in ("capital", "outside", "interest"))
    label = (f"True-up of closing {closing.number}", f"第 {closing.number} 次截止的補足調整")
    interest = (f"Interest of the true-up of closing {closing.number}", f"第 {closing.number} 次截止補足調整的利息")
    given = [
        SourceInput(DistributionSource.Kind.RETURN_OF_CAPITAL, label[0], total([capital, beside]), label[1]),
        SourceInput(DistributionSource.Kind.INCOME, interest[0], borne, interest[1]),
    ]
    distribution = Distribution(
        fund=fund,
        number=(fund.distributions.aggregate(last=Max("number"))["last"] or 0) + 1,
        nature=Nature.TRUE_UP,
        amount_hkd=total([capital, beside, borne]),
        payment_date=payment_date,
        closing=closing,
        netting=netting,
        drafted_by=by,
        drafted_at=at,
    )
    sources = [source for source in given if source.amount_hkd]
    _require_possible(distribution, sources, local_date(at))
    distribution.save()
    _write_sources(distribution, sources)
    _record("draft", distribution, by, at)
    return distribution


@transaction.atomic
def state_solvency(*, distribution: Distribution, statement: str, by, at: datetime) -> Distribution:
    """This function will record the GP's statement that the fund stays solvent after a distribution (Cap. 637)."""
    permissions.require(by, "distribution.state_solvency", within=distribution.fund)
    lock_fund(distribution.fund)
    distribution = Distribution.objects.get(pk=distribution.pk)
    require_stage(distribution, Stage.DRAFT)
    if not statement.strip():
        raise InputRefused(
            gettext_noop("Give the statement in the general partner's words."),
            code="statement_missing",
            field="statement",
        )
    distribution.solvency_statement = statement.strip()
    distribution.solvency_date = local_date(at)
    distribution.solvency_stated_by = by
    distribution.version += 1
    distribution.save(update_fields=["solvency_statement", "solvency_date", "solvency_stated_by", "version"])
    _record("state_solvency", distribution, by, at)
    return distribution


@transaction.atomic
def declare(
    *, distribution: Distribution, by, at: datetime, version: int | None = None, netting: Netting | None = None
) -> Distribution:
    """This function will declare a distribution by the GP's signatory, who is not its drafter.

    In one transaction: the waterfall run to the payment date, every line to the cent, the journal entry, one notice and
    one message for each partner, the Government's line in the Corporation's book. One bound in a net notice is declared
    by it (`netting`), which tells the partners itself.
    """
    permissions.require(by, "distribution.declare", within=distribution.fund)
    lock_fund(distribution.fund)
    distribution = Distribution.objects.select_related("fund__manager", "call", "closing").get(pk=distribution.pk)
    require_stage(distribution, Stage.DRAFT)
    require_version(distribution, version)
    require_alone(distribution, netting)
    if distribution.nature == Nature.UNINVESTED:
        true_ups.require_none_waiting(distribution.fund)
    permissions.require_other_person(by, distribution.drafted_by)
    on = local_date(at)
    planned = distribution_facts.plan(distribution, list(distribution.sources.all()), on)
    if planned.breaches:
        raise RuleBroken(planned.breaches)
    DistributionLine.objects.bulk_create(planned.lines)
    distribution.entry = distribution_books.post(distribution, planned.lines, on, by)
    distribution.stage = Stage.DECLARED
    distribution.declared_by = by
    distribution.declared_at = at
    distribution.version += 1
    distribution.working = planned.working
    distribution.notice_common = distribution_notices.common_content(distribution)
    distribution.save()
    if netting is None:
        distribution_notices.write(distribution)
    corporation_returns.notice(distribution, on, by)
    _record("declare", distribution, by, at, lines=len(planned.lines))
    enqueue("itvf.relay_outbox")
    return distribution


@transaction.atomic
def withdraw(*, distribution: Distribution, by, at: datetime, reason: str) -> Distribution:
    """This function will withdraw a draft, which stays on record with the reason."""
    permissions.require(by, "distribution.draft", within=distribution.fund)
    lock_fund(distribution.fund)
    distribution = Distribution.objects.get(pk=distribution.pk)
    require_stage(distribution, Stage.DRAFT)
    require_alone(distribution, None)
    audit.require_reason(reason)
    distribution.stage = Stage.WITHDRAWN
    distribution.version += 1
    distribution.save(update_fields=["stage", "version"])
    _record("withdraw", distribution, by, at, reason=reason)
    return distribution


@transaction.atomic
def cancel(
    *, distribution: Distribution, by, at: datetime, reason: str, netting: Netting | None = None
) -> Distribution:
    """This function will cancel the last declared distribution while nothing of it was paid; its entry is reversed.

    One of a net notice is cancelled with all of it. One that a transfer passed on to another partner stays.
    """
    permissions.require(by, "distribution.cancel", within=distribution.fund)
    fund = lock_fund(distribution.fund)
    distribution = Distribution.objects.select_related("entry").get(pk=distribution.pk)
    require_stage(distribution, Stage.DECLARED)
    require_alone(distribution, netting)
    audit.require_reason(reason)
    distribution_payments.require_unpaid(distribution)
    later = fund.distributions.declared().filter(entry_id__gt=distribution.entry_id).order_by("entry_id").first()
    if later:
        raise WrongStage(
            gettext_noop("{later} was declared after it and rests on it; cancel that one first."),
            code="later_distribution",
            later=str(later),
        )
    call = fund.calls.filter(stage=CapitalCall.Stage.ISSUED, entry_id__gt=distribution.entry_id).first()
    if call and (distribution.recallable_hkd or distribution.nature in (Nature.UNINVESTED, Nature.TRUE_UP)):
        raise WrongStage(
            gettext_noop("{call} was issued after it and rests on what it gave back to call; cancel that one first."),
            code="later_call",
            call=str(call),
        )
    register_changes.require_none_passed_since(distribution)
    on = max(local_date(at), distribution.entry.effective_date)
    ledger.reverse(entry=distribution.entry, on=on, by=by, reason=reason)
    corporation_returns.undo_notice(distribution, on, by, reason)
    distribution.stage = Stage.CANCELLED
    distribution.version += 1
    distribution.save(update_fields=["stage", "version"])
    distribution_notices.write_cancellation(distribution, reason)
    _record("cancel", distribution, by, at, reason=reason)
    return distribution


def preview(
    fund: Fund, sources: Sequence[SourceInput], payment_date: date, on: date, **terms
) -> distribution_facts.Plan:
    """This function will compute a distribution's lines as they would be declared, and write nothing."""
    sources = distribution_inputs.read(fund, sources)
    amount = total(source.amount_hkd for source in sources)
    distribution = Distribution(fund=fund, amount_hkd=amount, payment_date=payment_date, **terms)
    return distribution_facts.plan(distribution, sources, on)


def _require_possible(distribution: Distribution, sources: Sequence[SourceInput], on: date) -> None:
    planned = distribution_facts.plan(distribution, sources, on)
    breaches = [one for one in planned.breaches if not one.code.startswith("solvency")]
    if breaches:
        raise RuleBroken(breaches)


def government_line(distribution: Distribution) -> DistributionLine | None:
    """The Government's line of a declared distribution, where it gets anything."""
    return distribution.lines.filter(partner__kind=Partner.Kind.GOVERNMENT, amount_hkd__gt=0).first()


def _record(verb: str, distribution: Distribution, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=distribution.fund.chain,
        verb=f"distribution.{verb}",
        subject=distribution,
        by=by,
        at=at,
        reason=reason,
        facts={"amount_hkd": distribution.amount_hkd, "payment_date": distribution.payment_date, **facts},
    )

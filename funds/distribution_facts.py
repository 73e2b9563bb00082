"""What is on record when a distribution is planned: members, cash, realised proceeds, tiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, QuerySet, Sum

from funds import (
    agreement_register,
    capital_accounts,
    deal_proceeds,
    netting_facts,
    offset_facts,
    selectors,
    true_up_facts,
    true_up_working,
    waterfall_facts,
)
from funds.models import (
    CallLine,
    CapitalCall,
    CarryReturn,
    Closing,
    Contribution,
    Distribution,
    DistributionLine,
    Fund,
    JournalEntry,
    LedgerAccount,
    Partner,
)
from funds.rules import distribution as rule
from funds.rules import final_distribution, further_hurdles, waterfall
from funds.rules.waterfall import Flow, Tiers
from itvf.errors import Breach, gettext_noop, plain
from itvf.money import ZERO, allocate, total

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
Nature = Distribution.Nature
# What stands against the cash before anything can be distributed: credit balances, so below zero.
OWED = (
    Code.SUSPENSE,
    Code.FEE_PAYABLE,
    Code.FEE_OFFSET_PAYABLE,
    Code.EXPENSE_PAYABLE,
    Code.FACILITY_LOAN,
    Code.FACILITY_PAYABLE,
    Code.DISTRIBUTION_PAYABLE,
    Code.WITHHOLDING_PAYABLE,
    Code.CARRY_ESCROW,
)

STILL_OWED = gettext_noop(
    "{partner} still owes {outstanding_hkd} on this call; what was not invested goes back once everybody has paid, so "
    "that each gets back its part. Collect it first, or cancel the call."
)
LENDER_OWED = gettext_noop("The fund owes its lenders {owed_hkd}; repay them before the final distribution.")
NOT_IN_CALL = gettext_noop(
    "{amount_hkd} is to go back of a call from which {left_hkd} was received and is not back yet."
)
NOT_THE_OFFSETS = gettext_noop(
    "{amount_hkd} is to go out as settled fee offsets, and {owed_hkd} of them is owed to the partners; all of it goes."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A distribution as it would be declared: its lines, what is wrong with it, and the working to keep."""

    lines: tuple[DistributionLine, ...]
    breaches: tuple[Breach, ...]
    tiers: Tiers
    working: dict


def plan(distribution: Distribution, sources: Sequence, on: date) -> Plan:
    """This function will plan a distribution for declaration on a day: tiers, lines and breaches; it writes nothing."""
    fund = distribution.fund
    partners = list(selectors.partners_with_position(fund))
    beside = netting_facts.beside(distribution, on)
    tiers, split, breaches = _split(distribution, sources, partners, beside)
    lines = tuple(
        _line(distribution, order, partner, line)
        for order, (partner, line) in enumerate(zip(partners, split, strict=True), start=1)
    )
    facts = rule.Facts(
        amount_hkd=distribution.amount_hkd,
        recallable_hkd=distribution.recallable_hkd or ZERO,
        declared_date=on,
        payment_date=distribution.payment_date,
        solvency_date=distribution.solvency_date,
        cash_hkd=selectors.balance(fund, Code.CASH),
        owed_hkd=_owed(distribution),
        realised_hkd=_available(distribution),
        last_payment_date=_last_payment_date(fund),
        capital_hkd=total(line.capital_hkd for line in split),
        **_recycling(fund, on),
        netted_hkd=beside.called_hkd,
    )
    working = _working(distribution, tiers, partners)
    return Plan(lines, (*breaches, *rule.check(facts)), tiers, working)


def _owed(distribution: Distribution) -> Decimal:
    """What stands against the cash, in HK$; settled offsets that go to the partners now do not stand against them."""
    booked = selectors.balances_by_code(distribution.fund)
    if distribution.nature == Nature.OFFSETS:
        booked = booked | {Code.FEE_OFFSET_PAYABLE: ZERO}
    return -total(booked.get(code, ZERO) for code in OWED)


def _recycling(fund: Fund, on: date) -> dict:
    """What was made recallable before, and the agreement's cap on a day (R27)."""
    term = agreement_register.term_of(fund, "recycling", on)
    return {
        "recycled_hkd": fund.distributions.declared().aggregate(sum=Sum("recallable_hkd"))["sum"] or ZERO,
        "recycling_cap_hkd": agreement_register.cap_hkd(fund, "recycling", on),
        "recycling_clause": term.clause if term else "",
    }


def available_proceeds(fund: Fund) -> Decimal:
    """What was realised or earned in cash and not distributed yet, in HK$."""
    came_in = (
        selectors.postings()
        .filter(account__book__fund=fund, account__code=Code.CASH, entry__kind__in=deal_proceeds.PROCEEDS)
        .aggregate(sum=Sum("amount_hkd"))["sum"]
        or ZERO
    )
    return came_in - _declared(fund, Nature.PROCEEDS)


def carry_to_pass_on(fund: Fund) -> Decimal:
    """Carry that the GP gave back and that has not gone on to the partners yet, in HK$."""
    returned = waterfall_facts.standing(CarryReturn.objects.filter(fund=fund), None).aggregate(s=Sum("amount_hkd"))["s"]
    return max((returned or ZERO) - _declared(fund, Nature.CLAWBACK), ZERO)


def _split(distribution: Distribution, sources: Sequence, partners: list[Partner], beside: netting_facts.Beside):
    if distribution.nature == Nature.UNINVESTED:
        return _returned(distribution, partners)
    if distribution.nature == Nature.TRUE_UP:
        return _trued_up(distribution, partners)
    if distribution.nature == Nature.OFFSETS:
        return _offsets(distribution, partners)
    members = [_member(partner, distribution, beside) for partner in partners]
    if distribution.is_final:
        return _final(distribution, sources, members)
    if distribution.nature == Nature.CLAWBACK:
        tiers = Tiers(split_lp_hkd=distribution.amount_hkd)
        return tiers, rule.split(distribution.amount_hkd, tiers, members, **_terms(distribution)), ()
    tiers = tiers_of(distribution, sources, rule.pool_part(distribution.amount_hkd, members), beside)
    split = rule.split(distribution.amount_hkd, tiers, members, **_terms(distribution))
    is_by_deal = selectors.agreement_of(distribution.fund).waterfall_scope == "deal_by_deal"
    return tiers, split, rule.check_deals(*deal_proceeds.of(distribution.fund, sources)) if is_by_deal else ()


def _final(distribution: Distribution, sources: Sequence, members: list[rule.Member]):
    """Every partner's balance on the payment date, through the tiers; carry that comes back is the partners' alone."""
    on = distribution.payment_date
    accounts = capital_accounts.of_fund(distribution.fund, [on])
    carry = accounts.accrued_hkd[on]
    balances = []
    for member in members:
        nav, part = accounts.at[on][member.id].figures.nav_hkd, carry if member.is_general_partner else ZERO
        balances.append(final_distribution.Balance(member, nav - part, part))
    pool = total([carry, *(one.own_hkd for one in balances if one.member.in_pool)])
    if distribution.nature == Nature.CLAWBACK:
        tiers = Tiers(split_lp_hkd=pool)
    else:
        tiers = tiers_of(distribution, sources, max(pool, ZERO))
    breaches = final_distribution.check(distribution.amount_hkd, balances, tiers_carry_hkd=tiers.gp_hkd)
    breaches += _owed_to_lenders(distribution.fund)
    if breaches:
        return tiers, tuple(rule.Line(member.id) for member in members), breaches
    escrow_rate = _terms(distribution)["escrow_rate"]
    return tiers, final_distribution.split(tiers, balances, escrow_rate=escrow_rate), ()


def _owed_to_lenders(fund: Fund) -> tuple[Breach, ...]:
    """A fund that is wound up owes no lender anything: after its last distribution nothing could repay it."""
    booked = selectors.balances_by_code(fund)
    owed = -total(booked.get(code, ZERO) for code in (Code.FACILITY_LOAN, Code.FACILITY_PAYABLE))
    return (Breach("lender_owed", LENDER_OWED, "R27", "Annex 3 para 2", {"owed_hkd": owed}),) if owed else ()


def tiers_of(
    distribution: Distribution,
    sources: Sequence,
    pool_hkd: Decimal,
    beside: netting_facts.Beside = netting_facts.NOTHING,
) -> Tiers:
    """The tiers of a new distribution: the whole history is run with it, to its payment date (A5, A6).

    What the same net notice calls is contributed on that day, and comes first as always on one day.
    """
    fund, on = distribution.fund, distribution.payment_date
    agreed = waterfall_facts.terms(selectors.agreement_of(fund))
    before = waterfall_facts.flows(fund, on)
    if agreed.scope == "deal_by_deal":
        ours = [
            Flow(on, "distribution", part, deal or None) for deal, part in waterfall_facts.by_deal(pool_hkd, sources)
        ]
    else:
        ours = [Flow(on, "distribution", pool_hkd)]
        before += [Flow(on, "contribution", beside.pool_hkd)] if beside.pool_hkd else []
    answer = waterfall_facts.run([*before, *ours], agreed)
    return waterfall.sum_of(line.tiers for line in answer.lines[len(answer.lines) - len(ours) :])


def _terms(distribution: Distribution) -> dict:
    agreement = selectors.agreement_of(distribution.fund)
    withheld = {int(pk): Decimal(tax) for pk, tax in distribution.working.get("withheld_hkd", {}).items()}
    return {
        "escrow_rate": agreement.carry_escrow_rate,
        "recallable_hkd": distribution.recallable_hkd or ZERO,
        "withheld_hkd": withheld,
    }


def _member(partner: Partner, distribution: Distribution, beside: netting_facts.Beside) -> rule.Member:
    is_outside = partner.kind in waterfall_facts.OUTSIDE_POOL
    return rule.Member(
        id=partner.pk,
        contributed_hkd=total([partner.called_hkd, partner.outside_hkd, beside.not_issued.get(partner.pk, ZERO)]),
        in_pool=not is_outside or selectors.agreement_of(distribution.fund).gp_in_pool,
        is_general_partner=partner.kind == Partner.Kind.GP,
        returned_hkd=partner.distributed_hkd,
        name=partner.name_en,
    )


def _returned(distribution: Distribution, partners: list[Partner]):
    """Called money that was not invested goes back to those who bear it, and no more than was paid (A19)."""
    left_of = left_of_call(distribution)
    members = [rule.Member(partner.pk, left_of.get(partner.pk, ZERO)) for partner in partners]
    breaches = [
        Breach(
            "still_owed",
            STILL_OWED,
            "A19",
            "assumption",
            {"partner": line.partner.name_en, "outstanding_hkd": line.outstanding_hkd},
        )
        for line in selectors.call_lines([distribution.call, *_trued_up_since(distribution)])
        .filter(outstanding_hkd__gt=0)
        .select_related("partner")
    ]
    left = total(member.contributed_hkd for member in members)
    if distribution.amount_hkd > left:
        figures = {"amount_hkd": distribution.amount_hkd, "left_hkd": left}
        breaches.append(Breach("above_the_call", NOT_IN_CALL, "A19", "assumption", figures))
    split = rule.give_back(distribution.amount_hkd, members)
    return Tiers(return_of_capital_hkd=distribution.amount_hkd), split, tuple(breaches)


def left_of_call(distribution: Distribution) -> dict[int, Decimal]:
    """This function will give what each partner paid on the call that a return is of and has not back, in HK$ (A19).

    What was called outside commitment was for fees and expenses, so it does not go back. Where a later closing has made
    the call again (A13), or a commitment has passed since, all of it is theirs who bear it now. Of a declared return it
    is what stood before its own entry; entries of one fund are numbered in the order in which they were written.
    """
    lines = CallLine.objects.filter(call=distribution.call_id).values_list("partner", "pk", "amount_hkd")
    received = _before(distribution, Contribution.objects.filter(line__call=distribution.call_id), "entry")
    paid = dict(received.values_list("line").annotate(sum=Sum("amount_hkd")).order_by())
    returns = DistributionLine.objects.filter(distribution__call=distribution.call_id)
    returns = _before(distribution, returns, "distribution__entry")
    back = dict(returns.values_list("partner").annotate(sum=Sum("capital_hkd")).order_by())
    left = {
        partner: total([min(paid.get(line, ZERO), inside), -back.get(partner, ZERO)]) for partner, line, inside in lines
    }
    if not (_trued_up_since(distribution).exists() or _passed_since(distribution)):
        return left
    whole = total([*left.values(), *(-amount for partner, amount in back.items() if partner not in left)])
    shares = true_up_facts.borne_before(distribution)
    return dict(zip(shares, allocate(whole, list(shares.values())), strict=True)) if whole > 0 else {}


def _trued_up_since(distribution: Distribution) -> QuerySet[CapitalCall]:
    """The true-ups that have made the call of a return again, in the order of the books."""
    since = distribution.fund.calls.filter(
        stage=CapitalCall.Stage.ISSUED, nature=CapitalCall.Nature.TRUE_UP, entry_id__gt=distribution.call.entry_id
    )
    if distribution.entry_id is not None:
        since = since.filter(entry_id__lt=distribution.entry_id)
    return since.order_by("entry_id")


def _passed_since(distribution: Distribution) -> bool:
    """Whether a commitment passed to another partner between the call of a return and the return."""
    passed = distribution.fund.closings.filter(
        kind=Closing.Kind.TRANSFER, stage=Closing.Stage.COMPLETED, completed_at__gte=distribution.call.issued_at
    )
    if distribution.declared_at is not None:
        passed = passed.filter(completed_at__lte=distribution.declared_at)
    return passed.exists()


def _before(distribution: Distribution, rows: QuerySet, entry: str) -> QuerySet:
    """Rows whose entry stood when a distribution was declared; stands now, where it is a draft."""
    rows, undone = rows.filter(**{f"{entry}__isnull": False}), Q(**{f"{entry}__reversed_by__isnull": False})
    if distribution.entry_id is not None:
        rows = rows.filter(**{f"{entry}__lt": distribution.entry_id})
        undone &= Q(**{f"{entry}__reversed_by__lt": distribution.entry_id})
    return rows.exclude(undone)


def _trued_up(distribution: Distribution, partners: list[Partner]):
    """What the closing's true-up gives the earlier partners back: capital, and interest apart (A13)."""
    lines = true_up_working.read(distribution.closing).lines
    back = []
    for partner in partners:
        inside, outside, interest = lines[partner.pk].back
        capital = total([inside, outside])
        back.append(rule.Line(partner.pk, capital_hkd=capital, outside_hkd=outside, interest_hkd=interest))
    return Tiers(return_of_capital_hkd=total(line.capital_hkd for line in back)), tuple(back), ()


def _offsets(distribution: Distribution, partners: list[Partner]):
    """Settled fee offsets go to those whose they were, all of them at once (R14, R27)."""
    owed = offset_facts.to_pass_on(distribution.fund)
    figures = {"amount_hkd": distribution.amount_hkd, "owed_hkd": total(owed.values())}
    differs = distribution.amount_hkd != figures["owed_hkd"]
    breaches = (Breach("not_the_offsets", NOT_THE_OFFSETS, "R14", "Annex 3 1(k)(i)", figures),) if differs else ()
    lines = tuple(rule.Line(partner.pk, capital_hkd=owed.get(partner.pk, ZERO)) for partner in partners)
    return Tiers(return_of_capital_hkd=figures["owed_hkd"]), lines, breaches


def _line(distribution: Distribution, order: int, partner: Partner, line: rule.Line) -> DistributionLine:
    goes_back = distribution.nature in (Nature.UNINVESTED, Nature.TRUE_UP)
    to_call_hkd = line.capital_hkd - line.outside_hkd if goes_back else line.recallable_hkd
    return DistributionLine(
        distribution=distribution,
        partner=partner,
        order=order,
        capital_hkd=line.capital_hkd,
        outside_hkd=line.outside_hkd,
        hurdle_hkd=line.hurdle_hkd,
        catch_up_hkd=line.catch_up_hkd,
        split_hkd=line.split_hkd,
        carry_hkd=line.carry_hkd,
        interest_hkd=line.interest_hkd,
        escrow_hkd=line.escrow_hkd,
        withheld_hkd=line.withheld_hkd,
        amount_hkd=line.paid_hkd,
        recallable_hkd=line.recallable_hkd,
        commitment_hkd=partner.committed_hkd,
        unfunded_before_hkd=partner.unfunded_hkd,
        unfunded_after_hkd=partner.unfunded_hkd + to_call_hkd,
        distributed_before_hkd=partner.distributed_hkd,
    )


def _available(distribution: Distribution) -> Decimal | None:
    if distribution.is_final:
        return None
    if distribution.nature == Nature.PROCEEDS:
        return available_proceeds(distribution.fund)
    return carry_to_pass_on(distribution.fund) if distribution.nature == Nature.CLAWBACK else None


def _declared(fund: Fund, nature: str) -> Decimal:
    declared = fund.distributions.declared().filter(nature=nature)
    return declared.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO


def _last_payment_date(fund: Fund) -> date | None:
    found = fund.distributions.declared().filter(nature=Nature.PROCEEDS)
    return found.aggregate(last=Max("payment_date"))["last"]


def _working(distribution: Distribution, tiers: Tiers, partners: list[Partner]) -> dict:
    agreement = selectors.agreement_of(distribution.fund)
    return {
        "rule": "R15",
        "clause": agreement.waterfall_clause or "Annex 3 1(k)(ii), (iii)",
        "assumptions": ["A5", "A6"],
        "terms": {
            "scope": agreement.waterfall_scope,
            "hurdle_rate": plain(agreement.hurdle_rate.normalize()),
            "compounding": agreement.hurdle_compounding,
            "day_count": agreement.hurdle_day_count,
            "order": agreement.tier_order,
            "catch_up_rate": plain(agreement.catch_up_rate.normalize()),
            "carry_rate": plain(agreement.carry_rate.normalize()),
            "further_hurdles": further_hurdles.as_json(further_hurdles.of_terms(agreement)),
            "gp_in_pool": agreement.gp_in_pool,
        },
        "tiers": plain(tiers.as_dict()),
        "withheld_hkd": distribution.working.get("withheld_hkd", {}),
        "members": {str(partner.pk): plain(partner.called_hkd + partner.outside_hkd) for partner in partners},
    }

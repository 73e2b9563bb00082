"""Later closings after money was called: the true-up that a closing works out, and the lines that carry it (A13)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import Sum

from funds import authorities, selectors, waterfall_facts
from funds.locks import lock_fund
from funds.models import (
    CallLine,
    CallPurpose,
    CallPurposeLine,
    CapitalCall,
    Closing,
    Commitment,
    Distribution,
    Fund,
    JournalEntry,
    Netting,
    RecordedAuthority,
)
from funds.rules import allocation, true_up
from itvf import audit, permissions
from itvf.errors import Breach, InputRefused, RuleBroken, WrongStage, gettext_noop, plain
from itvf.money import EXACT, PLACES_12, ZERO, allocate, total

# A revaluation is material from a tenth of cost on: A13 names no figure, so it is an assumption of the house.
MATERIAL = Decimal("0.1")
ISSUED = CapitalCall.Stage.ISSUED
LABELS = {
    CallPurpose.Kind.INVESTMENT: ("Investments made before this closing", "本次截止前已作的投資"),
    CallPurpose.Kind.MANAGEMENT_FEE: ("Management fee called before this closing", "本次截止前已催繳的管理費"),
    CallPurpose.Kind.EXPENSE: ("Fund expenses called before this closing", "本次截止前已催繳的基金開支"),
    CallPurpose.Kind.FACILITY_COST: (
        "Interest and fees of the facility called before this closing",
        "本次截止前已催繳的認繳信貸利息及費用",
    ),
}


def check(fund: Fund, closing_date: date) -> None:
    """This function will refuse a later closing whose true-up could not be right (A13).

    Before the money called is due, while another true-up waits, where a partner was excused or a call was not shared by
    commitment alone, and at cost after values moved without recorded authority.
    """
    calls = fund.calls.filter(stage=ISSUED)
    if not calls.exists():
        return
    require_none_waiting(fund)
    late = calls.filter(due_date__gte=closing_date).order_by("-due_date").first()
    if late:
        raise InputRefused(
            gettext_noop("{call} is due on {due}; close after that day, so that its money is trued up (A13)."),
            code="call_still_due",
            field="closing_date",
            call=str(late),
            due=late.due_date,
        )
    breaches = []
    if CallLine.objects.filter(call__in=calls, is_excused=True).exists():
        template = gettext_noop("A partner was excused from a call, and a true-up of all would bill it after all.")
        breaches.append(Breach("excused_calls", template, "A13", "assumption"))
    if CallPurposeLine.objects.filter(call__in=calls).exists():
        template = gettext_noop(
            "A call was shared by another base than commitment, or called outside it; a true-up at "
            "commitments would not be right for it."
        )
        breaches.append(Breach("calls_on_other_bases", template, "A13", "assumption"))
    moved = _moved(fund, closing_date)
    if moved is not None and not authorities.standing(fund, RecordedAuthority.Kind.TRUE_UP_AT_COST, closing_date):
        template = gettext_noop(
            "Values have moved since the first closing ({moved_hkd} realised or revalued); a true-up at cost needs "
            "recorded authority."
        )
        breaches.append(Breach("true_up_at_cost", template, "A13", "assumption", {"moved_hkd": moved}))
    if breaches:
        raise RuleBroken(breaches)


def waiting(fund: Fund) -> Closing | None:
    """The completed closing whose true-up was not called yet."""
    trued = fund.closings.filter(stage=Closing.Stage.COMPLETED, working__has_key="true_up")
    return trued.exclude(true_up_calls__stage=ISSUED).order_by("number").first()


def require_none_waiting(fund: Fund, *, or_netted: bool = False) -> None:
    """This function will refuse (WrongStage) what must come after a true-up.

    `or_netted` lets one pass that is chosen to be netted into the next call, which then has to be bound with it.
    """
    closing = waiting(fund)
    if closing is not None and not (or_netted and closing.true_up_way == Closing.TrueUpWay.NEXT_CALL):
        raise WrongStage(
            gettext_noop("The true-up of {closing} waits; draft and issue its call first (A13)."),
            code="true_up_waits",
            closing=str(closing),
        )


@transaction.atomic
def choose_way(*, closing: Closing, way: str, by, at: datetime) -> Closing:
    """This function will record how a closing's true-up is settled: paid at once, or netted into the next call (A13).

    The GP's maker chooses while the true-up waits and nothing of it is drafted; the last choice counts.
    """
    permissions.require(by, "capital_call.draft", within=closing.fund)
    fund = lock_fund(closing.fund)
    closing = Closing.objects.select_related("fund").get(pk=closing.pk)
    if way not in Closing.TrueUpWay.values:
        raise InputRefused(
            gettext_noop("{way} is not one of {known}."),
            code="unknown_way",
            field="way",
            way=way,
            known=Closing.TrueUpWay.values,
        )
    drafted = closing.true_up_calls.filter(stage=CapitalCall.Stage.DRAFT).exists()
    if waiting(fund) != closing or drafted:
        raise WrongStage(
            gettext_noop("{closing} has no true-up of which nothing is drafted yet."),
            code="no_true_up",
            closing=str(closing),
        )
    closing.true_up_way = way
    closing.save(update_fields=["true_up_way"])
    facts = {"way": way}
    audit.record(chain=fund.chain, verb="closing.choose_true_up_way", subject=closing, by=by, at=at, facts=facts)
    return closing


def of_way(closing: Closing, netting: Netting | None) -> Closing:
    """This function will give a closing as it stands, to draft a part of its true-up in the way that was chosen for it.

    Refuses the other way (WrongStage): netted into the next call by its net notice, paid at once without one.
    """
    closing = Closing.objects.select_related("fund").get(pk=closing.pk)
    if (closing.true_up_way == Closing.TrueUpWay.NEXT_CALL) != (netting is not None):
        raise WrongStage(
            gettext_noop("The true-up of {closing} is {way}; choose the other way first, or draft it there."),
            code="other_way",
            closing=str(closing),
            way=closing.get_true_up_way_display(),
        )
    return closing


def work_out(closing: Closing) -> dict | None:
    """This function will work out the true-up of a closing as its working keeps it; None where nothing was called.

    Run under the fund's lock when a closing is completed, its commitments (the Government's too) standing.
    """
    fund = closing.fund
    calls = _calls(fund)
    former = _register(fund, apart_from=closing)
    if not calls or not former:
        return None
    agreement = selectors.agreement_of(fund)
    terms = waterfall_facts.terms(agreement).hurdle
    closings = [
        true_up.Closing(fund.first_closing_date, former),
        true_up.Closing(closing.closing_date, _register(fund)),
    ]
    government = {pk for pk, kind in fund.partners.values_list("pk", "kind") if kind == "government"}
    (step,) = true_up.true_up(
        closings, [true_up.Call(call.due_date, amount) for call, amount in calls], terms=terms, capped=government
    )
    names = dict(fund.partners.values_list("pk", "name_en"))
    return {
        "rule": "A13",
        "clause": agreement.waterfall_clause or "assumption",
        "rate": plain(terms.rate.normalize()),
        "compounding": terms.compounding,
        "day_count": terms.day_count,
        "called_hkd": plain(total(amount for _call, amount in calls)),
        "capital_hkd": plain(total(max(line.capital_hkd, ZERO) for line in step.lines)),
        "interest_hkd": plain(total(max(line.interest_hkd, ZERO) for line in step.lines)),
        "calls": [
            {
                "number": call.number,
                "due_date": call.due_date.isoformat(),
                "amount_hkd": plain(amount),
                "interest_on_a_dollar": str(one.interest_on_a_dollar.quantize(PLACES_12, ROUND_HALF_UP, EXACT)),
            }
            for (call, amount), one in zip(calls, step.working, strict=True)
        ],
        "lines": [
            {
                "partner": line.id,
                "name_en": names[line.id],
                "capital_hkd": plain(line.capital_hkd),
                "interest_hkd": plain(line.interest_hkd),
                "share_before": _places(line.share_before),
                "share_after": _places(line.share_after),
                "entitled_hkd": _places(line.share_after * Fraction(total(amount for _call, amount in calls))),
            }
            for line in step.lines
        ],
    }


def purposes(closing: Closing) -> list[tuple[str, str, str, Decimal]]:
    """What the true-up's capital was used for: kind, label, Chinese label, HK$, as the calls before it were used."""
    if waiting(closing.fund) != closing:
        raise WrongStage(
            gettext_noop("{closing} has no true-up that waits for its call."), code="no_true_up", closing=str(closing)
        )
    capital = Decimal(closing.working["true_up"]["capital_hkd"])
    rows = (
        CallPurpose.objects.filter(
            call__fund=closing.fund, call__stage=ISSUED, call__nature=CapitalCall.Nature.ORDINARY
        )
        .values_list("kind")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("kind")
    )
    uses = dict(rows)
    parts = allocate(capital, list(uses.values()))
    return [(kind, *LABELS[kind], part) for kind, part in zip(uses, parts, strict=True) if part]


def lines(closing: Closing, positions: Sequence[allocation.Position]) -> tuple[allocation.Split, dict[int, Decimal]]:
    """The capital lines of a true-up's call, and its interest by partner: payers alone, receivers stand at zero."""
    worked = {line["partner"]: line for line in closing.working["true_up"]["lines"]}
    capital, interest = [], {}
    for position in positions:
        line = worked[position.id]
        amount = max(Decimal(line["capital_hkd"]), ZERO)
        interest[position.id] = max(Decimal(line["interest_hkd"]), ZERO)
        capital.append(
            allocation.Line(
                id=position.id,
                amount_hkd=amount,
                called_after_hkd=position.called_before_hkd + amount,
                unfunded_after_hkd=position.unfunded_before_hkd - amount,
                entitled_after_hkd=Decimal(line["entitled_hkd"]),
                share_hkd=Fraction(amount),
                way=allocation.SHARE if amount else allocation.NO_PART,
            )
        )
    return allocation.Split(tuple(capital), ZERO, ()), interest


def government_line(call: CapitalCall) -> tuple[Decimal, Decimal]:
    """The Government's capital and interest of a true-up's call as its closing's working has them, in HK$."""
    government = set(call.fund.partners.filter(kind="government").values_list("pk", flat=True))
    for line in call.closing.working["true_up"]["lines"]:
        if line["partner"] in government:
            return max(Decimal(line["capital_hkd"]), ZERO), max(Decimal(line["interest_hkd"]), ZERO)
    return ZERO, ZERO


def _calls(fund: Fund) -> list[tuple[CapitalCall, Decimal]]:
    """Drawdowns with what is still called of each: less what went back uninvested (A19)."""
    back = dict(
        fund.distributions.declared()
        .filter(nature=Distribution.Nature.UNINVESTED)
        .values_list("call")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    calls = fund.calls.filter(stage=ISSUED, nature=CapitalCall.Nature.ORDINARY).order_by("due_date", "number")
    return [(call, call.amount_hkd - back.get(call.pk, ZERO)) for call in calls]


def _register(fund: Fund, *, apart_from: Closing | None = None) -> dict[int, Decimal]:
    """Every partner's commitment in the order of joining, in HK$; without those of one closing where it is named."""
    found = Commitment.objects.filter(fund=fund, closing__stage=Closing.Stage.COMPLETED)
    if apart_from is not None:
        found = found.exclude(closing=apart_from)
    return dict(found.values_list("partner").annotate(sum=Sum("amount_hkd")).order_by("partner"))


def _moved(fund: Fund, on: date) -> Decimal | None:
    """What was realised, or revalued by a tenth of cost or more, in HK$; None where values stand at cost."""
    found = selectors.postings(as_of=on).filter(account__book__fund=fund)
    if found.filter(entry__kind=JournalEntry.Kind.REALISATION).exists():
        gain = found.filter(account__code="realised_gain").aggregate(sum=Sum("amount_hkd"))["sum"]
        return abs(gain or ZERO)
    sums = selectors.balances_by_code(fund, as_of=on)
    cost = sums.get("investment_at_cost", ZERO) + sums.get("investment_converted", ZERO)
    moved = abs(sums.get("investment_unrealised", ZERO))
    return moved if moved and moved >= cost * MATERIAL else None


def _places(number) -> str:
    """An exact fraction with twelve places, half up."""
    return str(
        EXACT.divide(Decimal(number.numerator), Decimal(number.denominator)).quantize(PLACES_12, ROUND_HALF_UP, EXACT)
    )

"""A distribution by its tiers, and a partner's line of it: its part of every tier, escrow, tax (R15, A6, A13, A19)."""

from decimal import Decimal
from fractions import Fraction

from django.db.models import Max

from funds import deal_proceeds, distribution_facts, waterfall_facts
from funds.models import CarryReturn, Distribution, DistributionLine, LedgerAccount, OffsetSettlementLine, Partner
from itvf.derivation import EXACT_HKD, RATE, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from itvf.presentation import name_of
from reporting.explain import cancelled
from reporting.explain.entries import leaf, movements
from reporting.explain.flows import Flows
from reporting.explain.question import Choice, Question, missing
from reporting.explain.tiers import Tree
from reporting.explain.waterfall import conventions

Nature, Stage = Distribution.Nature, Distribution.Stage
OF_DISTRIBUTION = gettext_noop("distribution {number} of {date}")
OF_LINE = gettext_noop("distribution {number}, {partner}")
DISTRIBUTION = gettext_noop("Distribution {number}, paid on {date}")
LINE = gettext_noop("What {partner} gets of distribution {number}, paid on {date}")
OUTSIDE_POOL = gettext_noop("Partners outside the waterfall: their part by capital contributed")
REPLAYED = gettext_noop("The fund's whole history is run through the waterfall to the payment date, this one with it.")
BY_CAPITAL = gettext_noop(
    "The partners' part of every tier goes by the capital that each contributed; the carry is the general partner's."
)
BY_PAYMENT = gettext_noop("What was called and not invested goes back by what each paid in for it.")
BY_TRUE_UP = gettext_noop("What the later closing's true-up gives back: capital and interest as it worked them out.")
PASSED_ON = gettext_noop("Carry that was given back goes to the partners that bore it, by capital contributed.")
BY_OFFSETS = gettext_noop("Fee offsets that no fee took up go to the partners whose they were, as the manager settled.")
SETTLED = gettext_noop("Fee offsets that no fee took up, settled by the manager")
CARRIED = gettext_noop("Settled on {date}: carried forward for it and not used up")
WAITING = gettext_noop("Settled on {date}: its share of what was not counted yet")
FINAL = gettext_noop(
    "Each partner gets the balance of its account: tier after tier goes by what each still has to get; the carry is "
    "the general partner's."
)
CONVENTIONS = {
    Nature.PROCEEDS: BY_CAPITAL,
    Nature.UNINVESTED: BY_PAYMENT,
    Nature.TRUE_UP: BY_TRUE_UP,
    Nature.CLAWBACK: PASSED_ON,
    Nature.OFFSETS: BY_OFFSETS,
}
ASSUMPTIONS = {
    Nature.PROCEEDS: ("A5", "A6"),
    Nature.UNINVESTED: ("A19",),
    Nature.TRUE_UP: ("A13",),
    Nature.CLAWBACK: ("A6",),
    Nature.OFFSETS: ("A3", "A4"),
}
TIERS = {
    "capital_hkd": gettext_noop("Return of capital: its part of the tier"),
    "hurdle_hkd": gettext_noop("Hurdle: its part of the tier"),
    "catch_up_hkd": gettext_noop("Catch-up: its part of the partners' part"),
    "split_hkd": gettext_noop("Split: its part of the partners' part"),
    "carry_hkd": gettext_noop("Carried interest: the general partner's, whole"),
    "interest_hkd": gettext_noop("Interest of the true-up"),
}
# Those that the partners share, in the order in which they are paid.
CALLED_INSIDE = gettext_noop("Of what was called inside its commitment")
CALLED_OUTSIDE = gettext_noop("Of what was called outside its commitment")
SHARED = ("capital_hkd", "hurdle_hkd", "catch_up_hkd", "split_hkd")
OUTSIDE_CAPITAL = gettext_noop("Outside the waterfall: its capital, until that is back")
OUTSIDE_REST = gettext_noop("Outside the waterfall: the rest of its part")
WHOLE_TIER = gettext_noop("The whole tier, all partners together")
SHARE = gettext_noop("Its share: {own_hkd} of {all_hkd} contributed")
SHARE_OF_REST = gettext_noop("Its share: {own_hkd} of {all_hkd} that the partners still had to get")
EXACT = gettext_noop("The tier x its share, unrounded")
CENTS = gettext_noop("Cents by largest remainder, so that the lines sum to the tier")
ESCROW = gettext_noop("Less: carry held in escrow, {escrow_rate} of it")
TAX = gettext_noop("Less: tax withheld, as drafted")
AVAILABLE = gettext_noop("Realised or earned in cash and not distributed by {date}")
IN_CASH = gettext_noop(
    "Money of sales, releases of escrow and income on its value date, less what was declared as proceeds."
)
TO_PASS_ON = gettext_noop("Carry given back and not passed on by {date}")
RETURNED = gettext_noop("{date}: carry given back")
DECLARED = gettext_noop("Less: distribution {number}")
SHOWN = 200
Code = LedgerAccount.Code


def whole(question: Question) -> Derivation:
    """A declared distribution: through the waterfall tier by tier, and what partners outside it get."""
    found = _distributions(question).filter(number=question.number()).first()
    if found is None:
        raise missing()
    facts = {"number": found.number, "date": found.payment_date}
    about = {
        "facts": facts,
        "rule": found.working.get("rule", ""),
        "clause": found.working.get("clause", ""),
        "assumptions": ASSUMPTIONS[found.nature],
    }
    if found.nature != Nature.PROCEEDS:
        lines = _lines(question).filter(distribution=found).select_related("partner").order_by("order")
        parts = tuple(
            Derivation(
                "line",
                gettext_noop("{partner}"),
                total([one.amount_hkd, one.withheld_hkd, one.escrow_hkd]),
                facts={"partner": name_of(one.partner)},
                opens=("distribution-line", str(one.pk)),
            )
            for one in lines
        )
        entries = (found.entry_id,) if found.entry_id else ()
        convention = CONVENTIONS[found.nature]
        return Derivation(
            "distribution", DISTRIBUTION, found.amount_hkd, parts=parts, is_sum=True, entries=entries,
            convention=convention, **about,
        )  # fmt: skip
    agreed = conventions(question.agreement)
    agreed["facts"] |= facts
    parts = _through(question, found)
    outside = total([found.amount_hkd, *(-part.value for part in parts)])
    if outside:
        parts = (*parts, Derivation("outside", OUTSIDE_POOL, outside, entries=(found.entry_id,)))
    return Derivation("distribution", DISTRIBUTION, found.amount_hkd, parts=parts, is_sum=True, note=REPLAYED, **agreed)


def line(question: Question) -> Derivation:
    """One partner's line of a declared distribution, from its part of every tier to what is paid out.

    Of a cancelled one it says what was told.
    """
    found = told_lines(question).filter(pk=question.number())
    found = found.select_related("partner", "distribution__entry__reversed_by").first()
    if found is None:
        raise missing()
    given = found.distribution
    tiers = [_tier(question, found, name) for name in TIERS if getattr(found, name)]
    less = [_escrow(question, found), Derivation("withheld", TAX, -found.withheld_hkd)]
    tree = Derivation(
        "distribution_line",
        LINE,
        found.amount_hkd,
        facts={"partner": name_of(found.partner), "number": given.number, "date": given.payment_date},
        rule=given.working.get("rule", ""),
        clause=given.working.get("clause", ""),
        assumptions=ASSUMPTIONS[given.nature],
        convention=FINAL if given.is_final else CONVENTIONS[given.nature],
        parts=(*tiers, *(part for part in less if part.value)),
        entries=(given.entry_id,) if given.entry_id else (),
        is_sum=True,
    )
    return cancelled.marked(tree, given.entry, question)


def distributable(question: Question) -> Derivation:
    """What there is to distribute: of proceeds not distributed yet, or of carry given back and not passed on."""
    if question.of == "proceeds":
        came = movements(question, Code.CASH)
        parts = tuple(leaf(one) for one in came if one.kind in deal_proceeds.PROCEEDS)
        nature, label, convention = Nature.PROCEEDS, AVAILABLE, IN_CASH
    elif question.of == "carry":
        back = CarryReturn.objects.filter(fund=question.fund, value_date__lte=question.on)
        parts = tuple(
            Derivation("returned", RETURNED, one.amount_hkd, facts={"date": one.value_date}, entries=(one.entry_id,))
            for one in waterfall_facts.standing(back, question.known_at).order_by("value_date", "id")
        )
        nature, label, convention = Nature.CLAWBACK, TO_PASS_ON, ""
    else:
        raise missing()
    given = _distributions(question).filter(nature=nature).order_by("number")
    less = tuple(
        Derivation(
            "declared", DECLARED, -one.amount_hkd, facts={"number": one.number}, opens=("distribution", str(one.number))
        )
        for one in given
    )
    parts = (*parts, *less)
    value = total(part.value for part in parts)
    facts = {"date": question.on}
    return Derivation(
        "distributable", label, value, facts=facts, convention=convention, parts=parts, is_sum=True, assumptions=("A6",)
    )


def distributable_choices(question: Question) -> list[Choice]:
    """What may be distributed by."""
    return [("proceeds", AVAILABLE, {"date": question.on}), ("carry", TO_PASS_ON, {"date": question.on})]


def choices(question: Question) -> list[Choice]:
    """The declared distributions of the fund."""
    found = _distributions(question).order_by("-number")[:SHOWN]
    return [(str(one.number), OF_DISTRIBUTION, {"number": one.number, "date": one.payment_date}) for one in found]


def line_choices(question: Question) -> list[Choice]:
    """The latest lines of declared distributions that the reader may see."""
    found = _lines(question).select_related("partner", "distribution").order_by("-distribution__number", "order")
    return [
        (str(one.pk), OF_LINE, {"number": one.distribution.number, "partner": name_of(one.partner)})
        for one in found[:SHOWN]
    ]


def _distributions(question: Question):
    found = Distribution.objects.visible_to(question.user).filter(
        fund=question.fund, stage=Stage.DECLARED, entry__effective_date__lte=question.on
    )
    return waterfall_facts.standing(found, question.known_at)


def told_lines(question: Question):
    """The lines that were declared, also of distributions that are cancelled since."""
    found = DistributionLine.objects.visible_to(question.user).filter(
        distribution__fund=question.fund, distribution__entry__effective_date__lte=question.on, amount_hkd__gt=0
    )
    if question.known_at is not None:
        found = found.filter(distribution__entry__recorded_at__lte=question.known_at)
    return found


def _lines(question: Question):
    return DistributionLine.objects.visible_to(question.user).filter(
        distribution__in=_distributions(question), amount_hkd__gt=0
    )


# --- the whole


def _through(question: Question, found: Distribution) -> tuple[Derivation, ...]:
    """The part that passed the waterfall: one figure, deal by deal one a deal."""
    agreement = question.agreement
    answer = waterfall_facts.of(question.fund, found.payment_date, known_at=question.known_at)
    tree = Tree(answer, waterfall_facts.terms(agreement), Flows(question))
    ours, place = (), 0
    paid = Distribution.objects.filter(
        fund=question.fund, nature=Nature.PROCEEDS, entry__isnull=False, payment_date__lte=found.payment_date
    )
    paid = waterfall_facts.standing(paid, question.known_at).order_by("payment_date", "id").prefetch_related("sources")
    for one in paid:
        count = waterfall_facts.flows_in(one)
        if one.pk == found.pk:
            ours = answer.lines[place : place + count]
        place += count
    return tuple(tree.distribution(line) for line in ours)


# --- one line


def _tier(question: Question, found: DistributionLine, name: str) -> Derivation:
    """A partner's part of one tier: the tier by its share, and the cents that do not divide."""
    value, given = getattr(found, name), found.distribution
    if found.outside_hkd and name == "capital_hkd":
        sides = (
            Derivation("inside", CALLED_INSIDE, total([value, -found.outside_hkd])),
            Derivation("outside", CALLED_OUTSIDE, found.outside_hkd),
        )
        return Derivation("tier", TIERS[name], value, parts=sides, is_sum=True, opens=_further(question, given))
    if given.nature == Nature.OFFSETS:
        return Derivation("tier", SETTLED, value, parts=_settled(found), is_sum=True)
    if given.nature == Nature.TRUE_UP or name in ("carry_hkd", "interest_hkd"):
        return Derivation("tier", TIERS[name], value, opens=_further(question, given))
    members = _members(question, given, name)
    if found.partner_id not in members:
        label = OUTSIDE_CAPITAL if name == "capital_hkd" else OUTSIDE_REST
        return Derivation("tier", label, value)
    tier = total(getattr(one, name) for one in given.lines.all() if one.partner_id in members)
    share = ratio(members[found.partner_id], total(members.values()))
    facts = {"own_hkd": members[found.partner_id], "all_hkd": total(members.values())}
    unrounded = exact(Fraction(tier) * Fraction(facts["own_hkd"]) / Fraction(facts["all_hkd"]))
    by_share = Derivation(
        "exact",
        EXACT,
        unrounded,
        EXACT_HKD,
        parts=(
            Derivation("whole_tier", WHOLE_TIER, tier, opens=_further(question, given)),
            Derivation("share", SHARE_OF_REST if given.is_final else SHARE, share, RATE, facts=facts),
        ),
    )
    return Derivation("tier", TIERS[name], value, parts=rounding(value, (by_share,), CENTS), is_sum=True)


def _settled(found: DistributionLine) -> tuple[Derivation, ...]:
    """The settlements that a distribution of fee offsets passed on to a partner: those booked since the one before."""
    given = found.distribution
    former = Distribution.objects.declared().filter(fund=given.fund, nature=Nature.OFFSETS, entry_id__lt=given.entry_id)
    since = former.aggregate(last=Max("entry_id"))["last"] or 0
    lines = OffsetSettlementLine.objects.filter(
        settlement__fund=given.fund,
        partner=found.partner,
        settlement__entry_id__gt=since,
        settlement__entry_id__lt=given.entry_id,
    )
    parts = []
    for one in waterfall_facts.standing(lines, None, "settlement__entry").select_related("settlement").order_by("id"):
        facts, entries = {"date": one.settlement.value_date}, (one.settlement.entry_id,)
        for label, amount in ((CARRIED, one.carried_hkd), (WAITING, one.waiting_hkd)):
            if amount:
                parts.append(Derivation("settled", label, amount, facts=facts, entries=entries))
    return tuple(parts)


def _members(question: Question, given: Distribution, name: str) -> dict[int, Decimal]:
    """What a tier was shared by: capital contributed by the pool's partners, or what each paid in for a call.

    Of a final distribution what each still had to get: its tiers from this one on.
    """
    if given.nature == Nature.UNINVESTED:
        return distribution_facts.left_of_call(given)
    outside = set()
    if not given.working["terms"]["gp_in_pool"]:
        kinds = waterfall_facts.OUTSIDE_POOL
        outside = set(Partner.objects.filter(fund=question.fund, kind__in=kinds).values_list("pk", flat=True))
    members = {int(pk): Decimal(amount) for pk, amount in given.working["members"].items()}
    if given.is_final:
        rest = SHARED[SHARED.index(name) :]
        members = {one.partner_id: total(getattr(one, tier) for tier in rest) for one in given.lines.all()}
    return {pk: amount for pk, amount in members.items() if pk not in outside}


def _escrow(question: Question, found: DistributionLine) -> Derivation:
    facts = {"escrow_rate": question.agreement.carry_escrow_rate}
    return Derivation("escrow", ESCROW, -found.escrow_hkd, facts=facts)


def _further(question: Question, given: Distribution) -> tuple[str, str] | None:
    """The distribution's own derivation, for who may read the fund's books; a cancelled one has none."""
    stands = question.opens_books and given.stage == Stage.DECLARED
    return ("distribution", str(given.number)) if stands else None

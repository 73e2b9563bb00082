"""What would be: a liquidation at any net assets, and the carry under each hurdle convention (A5, A6); not written."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from funds import conventions as grid
from funds import waterfall_facts, what_if
from funds.models import FundAgreement
from funds.models.agreement import Compounding, TierOrder
from itvf.derivation import EXACT_HKD, RATE, Derivation, exact, rounding
from itvf.errors import DomainError, gettext_noop
from itvf.money import money, ratio, total
from itvf.presentation import name_of
from reporting.explain.distributions import CENTS, EXACT, SHARE, TIERS, WHOLE_TIER
from reporting.explain.flows import Flows
from reporting.explain.liquidation import HELD, net_assets, returned_carry, still_owed
from reporting.explain.question import Choice, Question, missing
from reporting.explain.tiers import Tree
from reporting.explain.waterfall import conventions

OF_CONVENTION = gettext_noop("{compounding}, {day_count}, {order}")
CARRY = gettext_noop("Carry of the fund's life with a liquidation on {date}: {compounding}, {day_count}, {order}")
DIFFERENCE = gettext_noop("Against the agreement's carry on {date}: {compounding}, {day_count}, {order}")
BY_IT = gettext_noop("Carry under this convention")
LESS_AGREED = gettext_noop("Less: carry under the agreement's own")
PAID = gettext_noop("Of what was distributed")
LAST = gettext_noop("Of the liquidation at the books' net assets")
LIQUIDATION = gettext_noop("A liquidation on {date}: net assets of {nav_hkd} through the waterfall")
LIQUIDATED_PART = gettext_noop("What {partner} would get of a liquidation on {date} at {nav_hkd}")
OUTSIDE = gettext_noop("Partners outside the waterfall, by capital contributed")
SUPPOSED = gettext_noop("Supposed: nothing of it is booked. The fund's whole history is run with it.")
LIFETIME = gettext_noop("Carry of the fund's whole life, a liquidation on {date} at {nav_hkd} with it")
CLAWED_BACK = gettext_noop(
    "Carry given back: its part by capital contributed; below zero what the general partner gives"
)


def carry_by_convention(question: Question) -> Derivation:
    """The carry of the fund's life under one convention, as the grid prints it: "annual ACT/365 capital_first"."""
    if question.fund.first_closing_date is None:
        raise missing()
    nav = _book_nav(question)
    found = grid.worked(question.fund, question.on, question.of, nav_hkd=nav, known_at=question.known_at)
    about = conventions(question.agreement)
    hurdle = found.terms.hurdle
    about["facts"] |= _named(hurdle) | {"date": question.on}
    tree = Tree(found.answer, found.terms, Flows(question))
    tree.suppose(found.last, net_assets(question))
    before = found.answer.lines[: len(found.answer.lines) - len(found.last)]
    parts = tuple(
        Derivation(name, label, total(one.tiers.gp_hkd for one in lines), parts=carries, is_sum=True)
        for name, label, lines in (("paid", PAID, before), ("last", LAST, found.last))
        if (carries := tuple(tree.carry_of(one) for one in lines))
    )
    value = found.answer.tiers.gp_hkd
    return Derivation("carry_by_convention", CARRY, value, parts=parts, is_sum=True, note=SUPPOSED, **about)


def difference(question: Question) -> Derivation:
    """What one convention makes of the carry beside the agreement's own."""
    if question.fund.first_closing_date is None:
        raise missing()
    hurdle = waterfall_facts.terms(question.agreement).hurdle
    run = partial(grid.worked, question.fund, question.on, nav_hkd=_book_nav(question), known_at=question.known_at)
    names = question.of, grid.name_of(hurdle)
    asked, own = (run(name) for name in names)
    amounts = asked.answer.tiers.gp_hkd, -own.answer.tiers.gp_hkd
    parts = tuple(
        Derivation("carry", label, amount, opens=("convention", name))
        for label, amount, name in zip((BY_IT, LESS_AGREED), amounts, names, strict=True)
    )
    about = conventions(question.agreement)
    about["facts"] |= _named(asked.terms.hurdle) | {"date": question.on}
    return Derivation("difference", DIFFERENCE, total(amounts), note=SUPPOSED, parts=parts, is_sum=True, **about)


def convention_choices(question: Question) -> list[Choice]:
    """The agreement's own convention; the page of the grid leads to all of them."""
    if question.fund.first_closing_date is None:
        return []
    hurdle = waterfall_facts.terms(question.agreement).hurdle
    facts = {name: question.say(value) if isinstance(value, str) else value for name, value in _named(hurdle).items()}
    return [(grid.name_of(hurdle), OF_CONVENTION, facts)]


def liquidation(question: Question) -> Derivation:
    """A liquidation on the day at net assets: "", the books'; "500000000.00"; with "/12" one partner's part of it."""
    amount, _, pk = question.of.removesuffix("/carry").partition("/")
    try:
        nav = money(amount) if amount else None
        found = what_if.liquidation(question.fund, question.on, nav, known_at=question.known_at)
    except (DomainError, ValueError):
        raise missing() from None
    liquidated = found.liquidation
    agreement = question.agreement
    about = conventions(agreement)
    about["facts"] |= {"date": question.on, "nav_hkd": liquidated.nav_hkd}
    if pk:
        return _part(question, found, pk, about)
    tree = Tree(liquidated.whole, waterfall_facts.terms(agreement), Flows(question))
    tree.suppose(liquidated.lines, *(() if nav is not None else (net_assets(question),)))
    parts = [tree.distribution(line) for line in liquidated.lines]
    if liquidated.outside_hkd:
        parts.append(Derivation("outside", OUTSIDE, liquidated.outside_hkd))
    if liquidated.back.held_hkd:
        parts.append(Derivation("held", HELD, liquidated.back.held_hkd, entries=returned_carry(question)))
    back = still_owed(liquidated, tree, question)
    if question.of.endswith("/carry"):
        whole = liquidated.whole
        carries = tuple(tree.carry_of(line) for line in whole.lines)
        return Derivation("carry", LIFETIME, whole.tiers.gp_hkd, note=SUPPOSED, parts=carries, is_sum=True, **about)
    through = Derivation(
        "liquidated", LIQUIDATION, liquidated.nav_hkd, facts=about["facts"], parts=tuple(parts), is_sum=True
    )
    return Derivation("liquidation", LIQUIDATION, liquidated.nav_hkd, note=SUPPOSED, parts=(through, back), **about)


def _part(question: Question, found: what_if.Outcome, pk: str, about: dict) -> Derivation:
    number = replace(question, of=pk).number()
    mine = next((one for one in found.parts if one.partner.pk == number), None)
    if mine is None:
        raise missing()
    agreed = question.agreement
    pool = [one for one in found.parts if _in_pool(agreed, one)]
    own, everybody = mine.contributed_hkd, total(one.contributed_hkd for one in pool)
    tiers = []
    for name in TIERS:
        value = getattr(mine.line, name)
        if not value:
            continue
        if name in ("carry_hkd", "interest_hkd") or mine not in pool:
            tiers.append(Derivation("tier", TIERS[name], value))
            continue
        tier = total(getattr(one.line, name) for one in pool)
        by_share = Derivation(
            "exact",
            EXACT,
            exact(Fraction(tier) * Fraction(own) / Fraction(everybody)),
            EXACT_HKD,
            parts=(
                Derivation("whole_tier", WHOLE_TIER, tier),
                Derivation("share", SHARE, ratio(own, everybody), RATE, facts={"own_hkd": own, "all_hkd": everybody}),
            ),
        )
        tiers.append(Derivation("tier", TIERS[name], value, parts=rounding(value, (by_share,), CENTS), is_sum=True))
    if mine.clawback_hkd:
        tiers.append(Derivation("given_back", CLAWED_BACK, mine.clawback_hkd))
    about["facts"] |= {"partner": name_of(mine.partner)}
    return Derivation(
        "liquidated_part", LIQUIDATED_PART, mine.amount_hkd, note=SUPPOSED, parts=tuple(tiers), is_sum=True, **about
    )


def _in_pool(agreed: FundAgreement, part: what_if.Part) -> bool:
    return agreed.gp_in_pool or part.partner.kind not in waterfall_facts.OUTSIDE_POOL


def _book_nav(question: Question) -> Decimal:
    funds = [question.fund.pk]
    return waterfall_facts.net_assets_of(funds, question.on, known_at=question.known_at)[question.fund.pk]


def _named(hurdle) -> dict:
    return {
        "compounding": Compounding(hurdle.compounding),
        "day_count": hurdle.day_count,
        "order": TierOrder(hurdle.order),
    }

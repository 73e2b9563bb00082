"""The restrictions on a portfolio at a day: what counts, against what, and the headroom (R8, R9, R10; A1, A2, A16)."""

from funds import selectors
from funds.models import JournalEntry, LedgerAccount
from investments import all_funds, portfolio
from investments.rules.measures import Measure
from investments.rules.restrictions import RESTRICTIONS
from itvf.derivation import RATE, Derivation
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from itvf.presentation import name_of
from reporting import programme, snapshot
from reporting.explain.entries import by_day, leaf, movements
from reporting.explain.question import Choice, Question, missing
from reporting.rules import mandate_tests as tests

OF_TEST = gettext_noop("{rule}, {basis}")
HEADROOM = gettext_noop("Headroom under {rule} on {date}, {basis}")
CONVENTION = gettext_noop(
    "What counts less the least share of what it is held against; below zero it is what is missing."
)
EACH_FOR_ITSELF = gettext_noop(
    "The rule binds each investee: where one undertakes too little or has signed nothing, the headroom is what lacks."
)
COUNTED = gettext_noop("What counts")
HELD_AGAINST = gettext_noop("What it is held against")
LEAST = gettext_noop("The least share of it")
SHARE = gettext_noop("The share found")
MEASURE = gettext_noop("{title}: headroom on {date}, {basis}")
MADE = gettext_noop("All investments made by then, at original cost")
PATH = gettext_noop("What may still be invested outside Hong Kong, on {date}")
STRICTER = gettext_noop(
    "All commitments not invested yet may still be. On each basis the room is what may go outside until the share "
    "falls to the least; the smaller room binds, never more than what is still to be invested, none below zero."
)
INSIDE = gettext_noop("Invested or agreed in Hong Kong")
ELSEWHERE = gettext_noop("Invested or agreed elsewhere")
TO_INVEST = gettext_noop("Still to be invested")
MUST = gettext_noop("Of it, must go into Hong Kong")
MUST_SHARE = gettext_noop("That as a share of it")
COST_ROOM = gettext_noop("Room on the cost basis")
COMMITMENTS_ROOM = gettext_noop("Room on the commitments basis")
SHORTFALL = gettext_noop("What would be missing at the end even if all that is to come went inside")
INVESTEE = gettext_noop("{company}, completed on {date}")
BASES = {
    tests.COST: gettext_noop("of the original cost of all investments made"),
    tests.COMMITMENTS: gettext_noop("of total commitments"),
    tests.INVESTEES: gettext_noop("by each investee's undertaking"),
    tests.SPEND: gettext_noop("by reported spend against a straight line"),
}
ASSUMPTIONS = {"R8": ("A1", "A2"), "R9": ("A1", "A2", "A17"), "R10": ("A16",)}
KNOWN = tuple(
    (rule, basis)
    for rule, bases in {
        "R8": (tests.COST, tests.COMMITMENTS),
        "R9": (tests.COST, tests.COMMITMENTS),
        "R10": (tests.INVESTEES, tests.SPEND),
    }.items()
    for basis in bases
)


def headroom(question: Question) -> Derivation:
    """One restriction on one basis, as the management report tests it: investee by investee, each with its entry."""
    rule, _, basis = question.of.partition("-")
    if (rule, basis) not in KNOWN:
        raise missing()
    scheme = question.fund.selection.scheme
    position = programme.position(scheme, question.on, known_at=question.known_at or question.asked_at)
    fund = next((one for one in position.funds if one.fund.pk == question.fund.pk), None)
    found = [one for one in snapshot.tests_of(fund, position) if (one.rule, one.basis) == (rule, basis)] if fund else []
    if not found:
        raise missing()
    (test,) = found
    return Derivation(
        "headroom",
        HEADROOM,
        test.headroom_hkd,
        facts={"rule": rule, "date": question.on, "basis": question.say(BASES[basis])},
        rule=rule,
        clause=test.clause,
        assumptions=ASSUMPTIONS[rule],
        convention=EACH_FOR_ITSELF if basis == tests.INVESTEES else CONVENTION,
        parts=(
            _counted(question, test, fund.investments),
            Derivation("held_against", HELD_AGAINST, test.denominator_hkd),
            Derivation("least", LEAST, test.required, RATE),
            Derivation("share", SHARE, test.found, RATE),
        ),
    )


def measure(question: Question) -> Derivation:
    """A restriction of mandate or agreement on one basis, as the page of restrictions measures it: "R9 id/cost"."""
    restriction, _, basis = question.of.partition("/")
    found = next((one for one in _measures(question) if (one.restriction, one.basis) == (restriction, basis)), None)
    if found is None:
        raise missing()
    known = RESTRICTIONS[restriction]
    bought = tuple(
        leaf(one)
        for one in movements(question, LedgerAccount.Code.INVESTMENT_AT_COST)
        if one.kind == JournalEntry.Kind.INVESTMENT
    )
    return Derivation(
        "measure",
        MEASURE,
        found.headroom_hkd,
        facts={"title": question.say(known.title), "date": question.on, "basis": question.say(BASES[basis])},
        rule=known.rule,
        clause=known.clause,
        assumptions=ASSUMPTIONS.get(known.rule, ("A1",)),
        convention=CONVENTION,
        parts=(
            Derivation("counted", known.numerator, found.numerator_hkd),
            Derivation("held_against", HELD_AGAINST, found.denominator_hkd),
            Derivation("share", SHARE, ratio(found.numerator_hkd, found.denominator_hkd), RATE),
            Derivation("made", MADE, total(one.value for one in bought), parts=bought, is_sum=True),
        ),
    )


def path(question: Question) -> Derivation:
    """R9's way to the end of the investment period: what may still go outside Hong Kong, on the stricter basis (A2)."""
    if question.fund.first_closing_date is None:
        raise missing()
    way = portfolio.path_of(portfolio.position(question.fund, **_moment(question)))
    if way is None:
        raise missing()
    term = selectors.terms_of(question.agreement.scheme_version).term("hong_kong_minimum_rate")
    share = ratio(way.inside_hkd, way.cost_hkd)
    parts = (
        Derivation("inside", INSIDE, way.inside_hkd, opens=("measure", "hong_kong_share/cost")),
        Derivation("elsewhere", ELSEWHERE, way.outside_hkd),
        Derivation("share", SHARE, share, RATE),
        Derivation("to_invest", TO_INVEST, way.to_invest_hkd),
        Derivation("must", MUST, way.must_go_inside_hkd),
        Derivation("must_share", MUST_SHARE, way.share_on_path_rate, RATE),
        Derivation("least", LEAST, way.minimum_rate, RATE),
        Derivation("cost_room", COST_ROOM, way.cost_room_hkd),
        Derivation("commitments_room", COMMITMENTS_ROOM, way.commitments_room_hkd),
        Derivation("shortfall", SHORTFALL, way.shortfall_hkd),
    )
    about = {"rule": term.rule, "clause": term.clause, "assumptions": ("A1", "A2")}
    facts = {"date": question.on}
    return Derivation("path", PATH, way.may_go_outside_hkd, facts=facts, convention=STRICTER, parts=parts, **about)


def measure_choices(question: Question) -> list[Choice]:
    """Every restriction that is measured of the fund."""
    return [
        (
            f"{one.restriction}/{one.basis}",
            OF_TEST,
            {"rule": question.say(RESTRICTIONS[one.restriction].title), "basis": question.say(BASES[one.basis])},
        )
        for one in _measures(question)
    ]


def _measures(question: Question) -> tuple[Measure, ...]:
    if question.known_at is None:
        return all_funds.portfolios(question.on, [question.fund.pk]).get(question.fund.pk, ())
    return portfolio.measures(portfolio.position(question.fund, **_moment(question)))


def _moment(question: Question) -> dict:
    return {"on": question.on, "known_at": question.known_at}


def choices(question: Question) -> list[Choice]:
    """The restrictions and their bases."""
    return [(f"{rule}-{basis}", OF_TEST, {"rule": rule, "basis": question.say(BASES[basis])}) for rule, basis in KNOWN]


def _counted(question: Question, test: tests.Test, investments) -> Derivation:
    bought = by_day(
        (one.reference, one.entry)
        for one in movements(question, LedgerAccount.Code.INVESTMENT_AT_COST)
        if one.kind == JournalEntry.Kind.INVESTMENT
    )
    parts = tuple(
        Derivation(
            "investee",
            INVESTEE,
            amount,
            facts={"company": name_of(made.company), "date": made.completed_date},
            entries=bought.get(made.cost_account.reference, ()),
        )
        for made, amount in zip(investments, test.by_investee, strict=True)
    )
    return Derivation("counted", COUNTED, test.counted_hkd, parts=parts, is_sum=True)

"""The restrictions on a portfolio at a day: what counts, against what, and the headroom (R8, R9, R10; A1, A2, A16)."""

from funds.models import JournalEntry, LedgerAccount
from itvf.derivation import RATE, Derivation
from itvf.errors import gettext_noop
from itvf.presentation import name_of
from reporting import programme, snapshot
from reporting.explain.entries import by_day, movements
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

"""Sums over the funds that a reader may see: the board's totals as filtered, and money not invested by state and age.

"board" is of "paid/state=held&fund=12", the figure and the filters; "uninvested" of "overdue" or "age-2", or all.
"""

from urllib.parse import parse_qsl

from funds.models import Fund
from investments import board, oversight
from investments.rules import uninvested as ages
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.holdings import number_of
from reporting.explain.question import Question, missing

# The board's figures, by how a holding's own is asked for: its words, and the field of the row.
TOTALS = {
    "paid": (gettext_noop("Invested at cost, all holdings on {date} that the filters leave"), "original_cost_hkd"),
    "cost": (gettext_noop("Held at cost, all holdings on {date} that the filters leave"), "cost_hkd"),
    "value": (gettext_noop("Fair value in the books, all holdings on {date} that the filters leave"), "fair_value_hkd"),
    "back": (gettext_noop("Proceeds and income, all holdings on {date} that the filters leave"), "realised_hkd"),
}
HOLDING = gettext_noop("{company}, held by {fund}")
LEFT = gettext_noop("Called for investments and not invested by {date}, all funds")
LEFT_OF = gettext_noop("Called for investments and not invested by {date}, all funds: {which}")
OF_CALL = gettext_noop("{fund}: call {number}, due on {date}")
STATES = {
    ages.OVERDUE: gettext_noop("Overdue for return"),
    ages.SOON: gettext_noop("To be returned soon"),
    ages.WAITING: gettext_noop("To be invested"),
}
BETWEEN = gettext_noop("{first} to {last} days")
OVER = gettext_noop("over {last} days")
AGE = "age-"
MOST_HOLDINGS = 10_000


def totals(question: Question) -> Derivation:
    """A total of the board: the holdings that its filters leave, each of which opens at its fund."""
    name, _, filters = question.of.partition("/")
    if name not in TOTALS or question.known_at is not None:
        raise missing()
    label, field = TOTALS[name]
    found = board.board(question.user, question.on, _filters(filters), page_size=MOST_HOLDINGS)
    parts = tuple(
        Derivation(
            "holding",
            HOLDING,
            getattr(row, field),
            facts={"company": row.company_name, "fund": row.fund_name},
            opens=("holding", f"company-{row.company_id:d}/{name}", row.fund_code),
        )
        for row in found.rows
    )
    value = getattr(found.totals, field)
    return Derivation("board", label, value, facts={"date": question.on}, parts=parts, is_sum=True)


def uninvested(question: Question) -> Derivation:
    """What was called and is not invested, of all funds that the reader may see: call by call, the oldest first."""
    funds = Fund.objects.books_open_to(question.user)
    found = oversight.aged_list(funds, question.on, known_at=question.known_at)
    facts, label = {"date": question.on}, LEFT
    if question.of:
        facts["which"], label = _which(question), LEFT_OF
        found = [one for one in found if _is_of(one.left, question.of)]
    parts = tuple(
        Derivation(
            "call",
            OF_CALL,
            one.left.left_hkd,
            facts={"fund": name_of(one.fund), "number": one.left.number, "date": one.left.due_date},
            opens=("uninvested", f"{one.left.number:d}", one.fund.code),
        )
        for one in found
    )
    about = {"facts": facts, "assumptions": ("A19",), "parts": parts, "is_sum": True}
    return Derivation("uninvested", label, total(part.value for part in parts), **about)


FIGURES = {"board": totals, "uninvested": uninvested}


def explain(name: str, question: Question) -> Derivation | None:
    """This function will derive a sum over the reader's funds; None is no such sum. Who reads no fund gets NotFound."""
    if name not in FIGURES:
        return None
    if not question.user.is_staff and not Fund.objects.books_open_to(question.user).exists():
        raise missing()
    return FIGURES[name](question)


def _filters(text: str) -> board.Filters:
    asked = dict(parse_qsl(text))
    if set(asked) - set(board.Filters.__slots__):
        raise missing()
    if "fund" in asked:
        asked["fund"] = number_of(asked["fund"])
    return board.Filters(**asked)


def _which(question: Question) -> str:
    """The state or the age band asked for, in words."""
    if question.of in STATES:
        return question.say(STATES[question.of])
    band = number_of(question.of.removeprefix(AGE))
    if not question.of.startswith(AGE) or band > len(ages.BANDS):
        raise missing()
    bounds = (-1, *ages.BANDS)
    if band == len(ages.BANDS):
        return question.say(OVER, last=bounds[band])
    return question.say(BETWEEN, first=bounds[band] + 1, last=bounds[band + 1])


def _is_of(left: ages.Left, asked: str) -> bool:
    return asked in (left.state, f"{AGE}{ages.band_of(left.age_days)}")

"""What investees spend in Hong Kong: lines of reports as verified, and the straight line beside them (R10, A16).

"12/accepted" is of one lot, "12/accepted-talent" one category of it, "company-7/expected" of all lots of a company.
"""

from dataclasses import dataclass
from decimal import Decimal

from funds import selectors
from funds.rules.terms import Term
from investments import oversight
from investments.models import Investment, SpendLine
from itvf.dates import local_date
from itvf.derivation import NUMBER, RATE, Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.holdings import lot_of, lots_made, number_of
from reporting.explain.question import Choice, Question, missing

NAMES = {
    "reported": gettext_noop("Hong Kong spend reported"),
    "accepted": gettext_noop("Hong Kong spend accepted on verification"),
    "rejected": gettext_noop("Hong Kong spend rejected on verification"),
    "counted": gettext_noop("Hong Kong spend that counts: reported, less rejected"),
    "unverified": gettext_noop("Hong Kong spend that counts and is not verified"),
    "required": gettext_noop("Hong Kong spend required by the end of the undertaking"),
    "expected": gettext_noop("Hong Kong spend expected by now"),
    "behind": gettext_noop("Hong Kong spend missing on the straight line"),
    "share": gettext_noop("Hong Kong spend that counts, to what is required"),
    "undertaken": gettext_noop("Hong Kong spend undertaken"),
}
OF = gettext_noop("{company}, of {date}: {figure}")
LOT = gettext_noop("{company}, of {date}")
QUARTER = gettext_noop("Quarter to {date}")
LINE = gettext_noop("{category}: {what_for}")
CHECKED = gettext_noop("Verified on {checked_date}: {accepted_hkd} accepted, {rejected_hkd} rejected. {reason}")
PART = gettext_noop("{figure}")
LESS = gettext_noop("Less: {figure}")
COST = gettext_noop("Original cost: what was paid, completion and tranches")
LEAST = gettext_noop("The least share of it that is to be spent in Hong Kong")
DAYS = gettext_noop("Days of the undertaking, from {start} to {end}")
PASSED = gettext_noop("Days of it that have passed by {date}")
SIGNED = gettext_noop("As the investee's undertaking says, signed on {signed_date}.")
NOT_SIGNED = gettext_noop("No signed undertaking is on record by this day.")
ITS_OWN = gettext_noop(
    "The investee spends its own money: the manager reports it, and no journal entry stands under it."
)
HALF = gettext_noop("Cost times the least share, half up to the cent.")
LINEAR = gettext_noop(
    "A straight line over the undertaking's days, half up to the cent; a warning only until they are over."
)
SHOWN = 200
# What is a sum of lines, a product of the undertaking's terms, or the difference of two other figures.
VERIFIED = {"reported": "amount_hkd", "accepted": "accepted_hkd", "rejected": "rejected_hkd"}
PRODUCTS = {"required": HALF, "expected": LINEAR}
DIFFERENCES = {
    "counted": ("reported", "rejected"),
    "unverified": ("counted", "accepted"),
    "behind": ("expected", "counted"),
}


@dataclass(frozen=True, slots=True)
class _Lot:
    """A lot with what was reported of it, as the question knows it, and the term of R10 that binds its fund."""

    question: Question
    investment: Investment
    spend: oversight.Spend
    term: Term
    category: str = ""

    @property
    def facts(self) -> dict:
        """What the labels of its figures name."""
        return {"company": name_of(self.investment.company), "date": self.investment.completed_date}

    def figure(self, name: str) -> Derivation:
        """One of its figures, with the steps to it."""
        facts = self.facts | {"figure": self.question.say(NAMES[name])}
        about = {"facts": facts, "rule": self.term.rule, "clause": self.term.clause, "assumptions": ("A16",)}
        if name in VERIFIED:
            parts = tuple(self._quarters(VERIFIED[name]))
            value = total(part.value for part in parts) if self.category else self._value(name)
            return Derivation(name, OF, value, note=ITS_OWN, parts=parts, is_sum=True, **about)
        if name == "undertaken":
            facts["signed_date"] = self.investment.proposal.undertaking_signed_date
            given = self.spend.undertaken_hkd
            return Derivation(name, OF, given, note=NOT_SIGNED if given is None else SIGNED, **about)
        if name == "share":
            parts = (self.part("counted"), self.part("required"))
            return Derivation(name, OF, self.spend.progress.share_rate, RATE, parts=parts, **about)
        if name in PRODUCTS:
            return Derivation(name, OF, self._value(name), convention=PRODUCTS[name], parts=self._line(name), **about)
        value, (first, second) = self._value(name), DIFFERENCES[name]
        parts = (self.part(first), self.part(second, less=True))
        return Derivation(name, OF, value, parts=parts, is_sum=value == total(one.value for one in parts), **about)

    def part(self, name: str, *, less: bool = False) -> Derivation:
        """A figure as a part of another, which opens by itself."""
        label, value = (LESS, -self._value(name)) if less else (PART, self._value(name))
        facts = {"figure": self.question.say(NAMES[name])}
        return Derivation(name, label, value, facts=facts, opens=("spend", f"{self.investment.pk:d}/{name}"))

    def _value(self, name: str) -> Decimal:
        return getattr(self.spend.progress, f"{name}_hkd")

    def _line(self, name: str) -> tuple[Derivation, ...]:
        """What the straight line takes: cost and least share, and of what is expected the days."""
        line, on = self.spend.undertaking, self.question.on
        least = {"rule": self.term.rule, "clause": self.term.clause}
        parts = (
            Derivation("cost", COST, line.cost_hkd, opens=("holding", f"{self.investment.pk:d}/paid")),
            Derivation("least", LEAST, line.minimum_rate, RATE, **least),
        )
        if name == "required":
            return parts
        return (
            *parts,
            Derivation("days", DAYS, line.days, NUMBER, facts={"start": line.starts, "end": line.ends}),
            Derivation("passed", PASSED, line.passed(on), NUMBER, facts={"date": on}),
        )

    def _quarters(self, field: str):
        """What was reported or found of the lines, quarter by quarter."""
        lines = oversight.spend_lines(self.investment, self.question.on, known_at=self.question.known_at)
        by_quarter: dict = {}
        for line in lines.filter(category=self.category) if self.category else lines:
            if (amount := _amount(line, field)) or field == "amount_hkd":
                by_quarter.setdefault(line.report.period_end, []).append(_line(line, amount))
        for end, parts in by_quarter.items():
            value = total(part.value for part in parts)
            yield Derivation("quarter", QUARTER, value, facts={"date": end}, parts=tuple(parts), is_sum=True)


def figure(question: Question) -> Derivation:
    """One figure of a lot's spend, of one category of it, or of all lots of a company."""
    pk, _, asked = question.of.partition("/")
    name, _, category = asked.partition("-")
    if name not in NAMES or (category and (name not in VERIFIED or category not in SpendLine.Category.values)):
        raise missing()
    if pk.startswith("company-"):
        if category or name == "share":
            raise missing()
        return _of_company(question, pk.removeprefix("company-"), name)
    return _read(question, lot_of(question, pk), category).figure(name)


def choices(question: Question) -> list[Choice]:
    """Every figure of the spend of every lot that the fund has had."""
    return [
        (f"{lot.pk}/{name}", OF, {"company": name_of(lot.company), "date": lot.completed_date, "figure": said})
        for lot in lots_made(question).select_related("company").order_by("completed_date", "id")
        for name, said in ((name, question.say(label)) for name, label in NAMES.items())
    ][:SHOWN]


def _of_company(question: Question, pk: str, name: str) -> Derivation:
    """A figure over all lots that the fund has had of a company."""
    made = lots_made(question).filter(company=number_of(pk))
    lots = [_read(question, lot) for lot in made.select_related("company", "proposal").order_by("completed_date", "id")]
    if not lots:
        raise missing()
    parts = tuple(
        Derivation("lot", LOT, found.value, facts=lot.facts, opens=("spend", f"{lot.investment.pk:d}/{name}"))
        for lot in lots
        for found in (lot.figure(name),)
        if found.value is not None
    )
    facts = lots[0].facts | {"figure": question.say(NAMES[name])}
    return Derivation(
        name,
        OF,
        total(part.value for part in parts),
        facts=facts,
        rule=lots[0].term.rule,
        clause=lots[0].term.clause,
        assumptions=("A16",),
        parts=parts,
        is_sum=True,
    )


def _read(question: Question, lot: Investment, category: str = "") -> _Lot:
    terms = selectors.terms_of(question.agreement.scheme_version)
    rates = {lot.fund_id: terms.rate("hong_kong_spend_minimum_rate")}
    spent = oversight.spend(
        Investment.objects.filter(pk=lot.pk), question.on, minimum_rates=rates, known_at=question.known_at
    )
    return _Lot(question, lot, spent[lot.pk], terms.term("hong_kong_spend_minimum_rate"), category)


def _amount(line: SpendLine, field: str) -> Decimal:
    if field == "amount_hkd":
        return line.amount_hkd
    return total(getattr(check, field) for check in line.standing_checks)


def _line(line: SpendLine, amount: Decimal) -> Derivation:
    facts = {"category": SpendLine.Category(line.category), "what_for": line.description}
    note = ""
    for check in line.standing_checks:
        note = CHECKED
        facts |= {"accepted_hkd": check.accepted_hkd, "rejected_hkd": check.rejected_hkd}
        facts |= {"checked_date": local_date(check.checked_at), "reason": check.reason}
    return Derivation("line", LINE, amount, facts=facts, note=note)

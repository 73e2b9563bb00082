"""What came of what was asked, and what was paid of what was declared: line by line, or all lines together."""

from dataclasses import replace

from funds import waterfall_facts
from funds.models import CallLine, CapitalCall, Contribution, Distribution, DistributionLine, DistributionPayment
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.question import Choice, Question, missing

ASKED, MONEY, LEFT = "asked", "money", "left"
OF_CALL = gettext_noop("call {number}: {figure}")
OF_DISTRIBUTION = gettext_noop("distribution {number}: {figure}")
PARTNER = gettext_noop("{partner}")
CALL = {
    ASKED: gettext_noop("Asked by call {number}"),
    MONEY: gettext_noop("Received for call {number} by {date}"),
    LEFT: gettext_noop("Outstanding of call {number} on {date}"),
}
PAID_OUT = {
    ASKED: gettext_noop("To be paid out by distribution {number}"),
    MONEY: gettext_noop("Paid out of distribution {number} by {date}"),
    LEFT: gettext_noop("Outstanding of distribution {number} on {date}"),
}
NAMES = {
    ASKED: gettext_noop("asked or declared"),
    MONEY: gettext_noop("received or paid"),
    LEFT: gettext_noop("outstanding"),
}
MOVED = gettext_noop("{date}: bank reference {reference}")
LESS = gettext_noop("Less: what was received or paid")
WHOLE = gettext_noop("What was asked or declared")
SHOWN = 60


def call(question: Question) -> Derivation:
    """A call's line, or all that the reader may see: "12/left", "call-3/left"; what is asked, received, outstanding."""
    lines, name = _lines(question, "call", CallLine, CALL)
    receipts = Contribution.objects.filter(line__in=lines, value_date__lte=question.on, amount_hkd__gt=0)
    moved = _by_line(waterfall_facts.standing(receipts, question.known_at))
    about = (lines[0].call.number, "call-line", lambda line: line.payable_hkd)
    return _figure(question, lines, moved, CALL, name, *about)


def distribution(question: Question) -> Derivation:
    """A distribution's line, or all that the reader may see: "12/left", "distribution-3/left"."""
    lines, name = _lines(question, "distribution", DistributionLine, PAID_OUT)
    paid = DistributionPayment.objects.filter(line__in=lines, value_date__lte=question.on)
    moved = _by_line(waterfall_facts.standing(paid, question.known_at))
    about = (lines[0].distribution.number, "distribution-line", lambda line: line.amount_hkd)
    return _figure(question, lines, moved, PAID_OUT, name, *about)


def call_choices(question: Question) -> list[Choice]:
    """The latest issued calls, whose lines the reader may see."""
    found = CapitalCall.objects.visible_to(question.user).filter(fund=question.fund, stage=CapitalCall.Stage.ISSUED)
    return _choices(question, "call", found, OF_CALL, CallLine)


def distribution_choices(question: Question) -> list[Choice]:
    """The latest declared distributions, of which the reader may see lines."""
    found = Distribution.objects.visible_to(question.user).filter(fund=question.fund, stage=Distribution.Stage.DECLARED)
    return _choices(question, "distribution", found, OF_DISTRIBUTION, DistributionLine)


def _choices(question: Question, what: str, found, label: str, model) -> list[Choice]:
    found = waterfall_facts.standing(found, question.known_at)
    seen = model.objects.visible_to(question.user).filter(**{f"{what}__in": found}).values(what)
    numbers = found.filter(pk__in=seen).order_by("-number").values_list("number", flat=True)[:SHOWN]
    return [
        (f"{what}-{number}/{name}", label, {"number": number, "figure": question.say(words)})
        for number in numbers
        for name, words in NAMES.items()
    ]


def _lines(question: Question, what: str, model, labels) -> tuple[list, str]:
    of, _, name = question.of.partition("/")
    if name not in labels:
        raise missing()
    found = model.objects.visible_to(question.user).filter(
        **{f"{what}__fund": question.fund, f"{what}__entry__isnull": False}
    )
    found = waterfall_facts.standing(found, question.known_at, f"{what}__entry")
    if of.startswith(f"{what}-"):
        found = found.filter(**{f"{what}__number": replace(question, of=of.removeprefix(f"{what}-")).number()})
    else:
        found = found.filter(pk=replace(question, of=of).number())
    lines = list(found.select_related("partner", what).order_by("order"))
    if not lines:
        raise missing()
    return lines, name


def _by_line(rows) -> dict[int, list]:
    found: dict[int, list] = {}
    for one in rows.order_by("value_date", "id"):
        found.setdefault(one.line_id, []).append(one)
    return found


def _figure(question: Question, lines, moved, labels, name: str, number: int, line_figure: str, owed) -> Derivation:
    """The figure of one line by its movements, or of many by their lines."""
    facts = {"number": number, "date": question.on}
    if len(lines) == 1 and not question.of.startswith(("call-", "distribution-")):
        parts = _of_line(lines[0], moved.get(lines[0].pk, []), name, line_figure, owed)
    else:
        parts = tuple(
            Derivation(
                "line",
                PARTNER,
                total(part.value for part in _of_line(line, moved.get(line.pk, []), name, line_figure, owed)),
                facts={"partner": name_of(line.partner)},
                parts=_of_line(line, moved.get(line.pk, []), name, line_figure, owed),
                is_sum=True,
            )
            for line in lines
        )
    value = total(part.value for part in parts)
    return Derivation(f"settled_{name}", labels[name], value, facts=facts, parts=parts, is_sum=True)


def _of_line(line, moved: list, name: str, line_figure: str, owed) -> tuple[Derivation, ...]:
    asked = Derivation("whole", WHOLE, owed(line), opens=(line_figure, str(line.pk)) if owed(line) else None)
    movements = tuple(
        Derivation(
            "moved",
            MOVED,
            one.amount_hkd,
            facts={"date": one.value_date, "reference": one.bank_reference},
            entries=(one.entry_id,) if one.entry_id else (),
        )
        for one in moved
    )
    if name == ASKED:
        return (asked,)
    if name == MONEY:
        return movements
    less = tuple(replace(one, value=-one.value) for one in movements)
    return (asked, Derivation("less", LESS, total(one.value for one in less), parts=less, is_sum=True))

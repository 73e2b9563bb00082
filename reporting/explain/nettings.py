"""A partner's line of a net notice: the lines of its calls and distributions, each opening by itself."""

from dataclasses import replace

from funds.models import CallLine, DistributionLine, Netting, NettingLine
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.question import Choice, Question, missing
from reporting.explain.settled import ASKED, CALL, PAID_OUT

LABELS = {
    "called": gettext_noop("Called, gross"),
    "distributed": gettext_noop("Distributed, gross"),
    "set_off": gettext_noop("Of each, set off against the other"),
    "net": gettext_noop("Net"),
}
SIGN = gettext_noop("Above zero the partner pays, below zero it is paid. Gross in less gross out is the net.")
OF_LINE = gettext_noop("net notice {number}, {partner}")
SHOWN = 200


def line(question: Question) -> Derivation:
    """A figure of a line of a net notice in HK$: "12/called", "12/distributed", "12/set_off" or "12/net".

    Of a cancelled one it says what was told, and so do the lines of its calls and distributions.
    """
    of, _, name = question.of.partition("/")
    found = _lines(question).filter(pk=int(of)).first() if of.isascii() and of.isdigit() and len(of) <= 18 else None
    if found is None or name not in LABELS:
        raise missing()
    asked, given = _asked(found), _given(found)
    facts = {"partner": name_of(found.partner)}
    called = Derivation("called", LABELS["called"], total(one.value for one in asked), parts=asked, is_sum=True)
    distributed = Derivation(
        "distributed", LABELS["distributed"], total(one.value for one in given), parts=given, is_sum=True
    )
    parts, is_sum = {
        "called": (asked, True),
        "distributed": (given, True),
        "set_off": ((called, distributed), False),
        "net": ((called, _less(distributed)), True),
    }[name]
    about = {"convention": SIGN} if name == "net" else {}
    entries = (found.netting.entry_id,) if name == "set_off" and found.set_off_hkd else ()
    value = getattr(found, f"{name}_hkd")
    return Derivation(name, LABELS[name], value, facts=facts, parts=parts, is_sum=is_sum, entries=entries, **about)


def choices(question: Question) -> list[Choice]:
    """The nets of the latest net notices that the reader may see."""
    return [
        (f"{one.pk}/net", OF_LINE, {"number": one.netting.number, "partner": name_of(one.partner)})
        for one in _lines(question).order_by("-netting", "order")[:SHOWN]
    ]


def _lines(question: Question):
    found = NettingLine.objects.visible_to(question.user).filter(
        netting__fund=question.fund, netting__stage__in=(Netting.Stage.ISSUED, Netting.Stage.CANCELLED)
    )
    if question.known_at is not None:
        found = found.filter(netting__issued_at__lte=question.known_at)
    return found.select_related("partner", "netting")


def _asked(found: NettingLine) -> tuple[Derivation, ...]:
    lines = CallLine.objects.filter(call__netting=found.netting, partner=found.partner).select_related("call")
    return tuple(
        Derivation(
            "call_line",
            CALL[ASKED],
            one.payable_hkd,
            facts={"number": one.call.number},
            opens=("call-line", str(one.pk)),
        )
        for one in lines.order_by("call__entry_id")
        if one.payable_hkd
    )


def _given(found: NettingLine) -> tuple[Derivation, ...]:
    lines = DistributionLine.objects.filter(
        distribution__netting=found.netting, partner=found.partner, amount_hkd__gt=0
    )
    return tuple(
        Derivation(
            "distribution_line",
            PAID_OUT[ASKED],
            one.amount_hkd,
            facts={"number": one.distribution.number},
            opens=("distribution-line", str(one.pk)),
        )
        for one in lines.select_related("distribution").order_by("distribution__entry_id")
    )


def _less(one: Derivation) -> Derivation:
    """A sum taken off: every figure of it with its sign turned."""
    parts = tuple(replace(part, value=-part.value) for part in one.parts)
    return replace(one, value=-one.value, parts=parts)

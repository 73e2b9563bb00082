"""The Government's payment of a call's line or of late interest: the line, less what a net notice sets off."""

from funds.models import PaymentCase
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from reporting.explain.question import Choice, Question, missing

PAYMENT = gettext_noop("The Government's payment of call {number}, due on {date}")
OF_PAYMENT = gettext_noop("call {number}, due on {date}")
LINE = gettext_noop("Its line of the call")
LATE = gettext_noop("Late interest on its line (A18)")
SET_OFF = gettext_noop("Less: set off against a distribution of the same notice")
SHOWN = 200


def payment(question: Question) -> Derivation:
    """What the Corporation pays of a case."""
    case = _cases(question).filter(pk=question.number()).first()
    if case is None:
        raise missing()
    label, further = (LATE, "late-interest") if case.charge_id else (LINE, "call-line")
    parts = [Derivation("gross", label, case.gross_hkd, opens=(further, f"{case.line_id:d}"))]
    if case.set_off_hkd:
        net_line = case.line.call.netting.lines.get(partner=case.line.partner_id)
        parts.append(Derivation("set_off", SET_OFF, -case.set_off_hkd, opens=("net-line", f"{net_line.pk:d}/set_off")))
    about = {"facts": _facts(case), "rule": "R20", "clause": "Annex 3 para 2"}
    return Derivation("government_payment", PAYMENT, case.amount_hkd, parts=tuple(parts), is_sum=True, **about)


def choices(question: Question) -> list[Choice]:
    """The Government's payments of the fund, the latest call first."""
    found = _cases(question).order_by("-line__call__number", "-pk")[:SHOWN]
    return [(f"{one.pk:d}", OF_PAYMENT, _facts(one)) for one in found]


def _facts(case: PaymentCase) -> dict:
    return {"number": case.line.call.number, "date": case.line.call.due_date}


def _cases(question: Question):
    found = PaymentCase.objects.filter(line__call__fund=question.fund)
    found = found.select_related("line__call__netting", "charge")
    return found if question.known_at is None else found.filter(line__call__issued_at__lte=question.known_at)

"""SFC CE numbers of managers: their shape, one manager each; none is needed before the licence is held (R17(i))."""

from funds.models import Manager
from funds.rules.application import is_ce_number
from itvf.errors import InputRefused, gettext_noop


def check(ce_number: str, licence: str) -> None:
    """This function will refuse a CE number of another shape, one that another manager has, and a licence without one.

    A manager whose licence is to be held may lack the number until it holds it.
    """
    if not ce_number and licence == Manager.Licence.HELD:
        raise InputRefused(
            gettext_noop("A licence that is held has a CE number; give it, or say that the licence is to be held."),
            code="ce_number_missing",
            field="ce_number",
        )
    if ce_number and not is_ce_number(ce_number):
        raise InputRefused(
            gettext_noop("{value} is not an SFC CE number: three capital letters and three digits, such as BPJ213."),
            code="ce_number_shape",
            field="ce_number",
            value=ce_number,
        )
    if ce_number and Manager.objects.filter(ce_number=ce_number).exists():
        raise InputRefused(
            gettext_noop("A manager with the CE number {value} stands already; use that one."),
            code="ce_number_taken",
            field="ce_number",
            value=ce_number,
        )

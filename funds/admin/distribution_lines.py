"""The lines of a distribution on its record: every figure of a declared one opens to its derivation."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from funds import selectors
from funds.admin.explained import booked_to
from funds.distribution_words import tier_columns
from funds.models import Distribution
from itvf.admin_records import Panel, link
from itvf.explained import cell


def panel(distribution: Distribution) -> Panel:
    """This function will list the lines by tier, with what is outstanding of each and their sums."""
    is_declared = distribution.stage == Distribution.Stage.DECLARED
    found = selectors.distribution_lines([distribution]) if is_declared else distribution.lines
    lines = list(found.select_related("partner").order_by("order"))
    columns = tier_columns(lines)
    keys = [key for key, _label in columns]
    if is_declared:
        on = booked_to(distribution.fund)
        rows = [(link(line.partner), *_opened(distribution, line, keys, on)) for line in lines]
        sums = _sums(distribution, lines, keys, on)
    else:
        rows = [(link(line.partner), *(getattr(line, key) for key in keys), None) for line in lines]
        sums = [*(sum(getattr(line, key) for line in lines) for key in keys), None]
    return Panel(
        _("Lines by tier (HK$)"),
        [(_("Partner"), "text"), *((label, "money") for _key, label in columns), (_("Outstanding"), "money")],
        rows,
        foot=(_("Total"), *sums),
        note=_("Outstanding is what no payment that stands has paid."),
    )


def _opened(distribution: Distribution, line, keys: list[str], on: date) -> list:
    """A line's figures, each opening to its tiers, and what is left of it to its payments."""
    code = distribution.fund.code
    tiers = [_cell(getattr(line, key), code, "distribution-line", of=line.pk, on=on) for key in keys]
    return [*tiers, _cell(line.outstanding_hkd, code, "distribution-settled", of=f"{line.pk}/left", on=on)]


def _sums(distribution: Distribution, lines: list, keys: list[str], on: date) -> list:
    """The sums: of a tier to the whole distribution, of what is paid out and outstanding line by line."""
    code, whole = distribution.fund.code, f"distribution-{distribution.number}"
    found = []
    for key in keys:
        amount = sum(getattr(line, key) for line in lines)
        figure, of = ("distribution-settled", f"{whole}/asked") if key == "amount_hkd" else (
            "distribution", distribution.number
        )  # fmt: skip
        found.append(_cell(amount, code, figure, of=of, on=on))
    left = sum(line.outstanding_hkd for line in lines)
    return [*found, _cell(left, code, "distribution-settled", of=f"{whole}/left", on=on)]


def _cell(amount, code: str, figure: str, **about):
    """A figure that opens; of nothing there is nothing to open."""
    return cell(amount, code, figure, **about) if amount else amount

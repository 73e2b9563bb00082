"""The tables of the management fee: quarters beside the cap, over-charges by day, partners, an agreement's terms."""

from django.utils.translation import gettext_lazy as _

from funds import fee_comparison, fee_words
from funds.models import FeeAccrual, Fund, FundAgreement, Partner, PartnerFee
from itvf.admin_records import Panel, link, tag_of
from itvf.dates import today
from itvf.explained import cell, totals
from itvf.presentation import hk_date


def of_fund(fund: Fund) -> list[Panel]:
    """This function will give the tables of a fund: every quarter to today, and each over-charge by day."""
    found = fee_comparison.of(fund, today())
    accruals = {accrual.period_end: accrual for accrual in fund.fee_accruals.standing()}
    return [_quarters(found, accruals), *(_days(found, one) for one in reversed(found.quarters) if one.over_charge)]


def _quarters(found: fee_comparison.FundFees, accruals: dict) -> Panel:
    columns = [
        (_("Quarter to"), "text"),
        (_("Computed"), "money"),
        (_("Cap"), "money"),
        (_("Charged"), "money"),
        (_("Called"), "money"),
        (_("Paid"), "money"),
        (_("Above the cap"), "money"),
        (_("State"), "text"),
    ]
    rows = [
        (
            _end(one.facts.end_date, accruals),
            _of_fee(found, "computed", one.facts.computed_hkd, one.facts.end_date),
            _of_fee(found, "cap", one.facts.cap.fee_hkd, one.facts.end_date),
            _of_fee(found, "charged", one.facts.charged_hkd, one.facts.end_date),
            _of_fee(found, "called", one.facts.called_hkd, one.facts.end_date),
            _of_fee(found, "paid", one.facts.paid_hkd, one.facts.end_date),
            _of_fee(found, "above-cap", one.over_charge_hkd, one.facts.end_date),
            tag_of(one.status, fee_words.STATUSES[one.status]),
        )
        for one in reversed(found.quarters)
    ]
    sums = found.sums
    amounts = (sums.computed_hkd, sums.cap_hkd, sums.charged_hkd, sums.called_hkd, sums.paid_hkd, sums.over_charge_hkd)
    return Panel(
        _("Management fee beside the cap of R14 (HK$)"),
        columns,
        rows,
        foot=(_("To date"), *(_of_fee(found, name, sum_) for name, sum_ in zip(FIGURES, amounts, strict=True)), "")
        if rows
        else None,
        empty=_("No fee runs yet: it runs from the first closing on."),
        note=_(
            "Computed: the lower of fee and cap, less concessions and offsets. Called by due date, paid by value date."
        ),
    )


# The figures of a quarter in their columns, as `fee-line` names them.
FIGURES = ("computed", "cap", "charged", "called", "paid", "above-cap")


def _of_fee(found, name: str, amount, end=None):
    """A figure of a quarter, or to date, which opens to its derivation."""
    return cell(amount, found.fund.code, "fee-line", of=f"{end}/{name}" if end else name)


def _end(end, accruals: dict):
    return link(accruals[end], hk_date(end)) if end in accruals else hk_date(end)


def _days(found, one) -> Panel:
    over, facts = one.over_charge, one.facts
    columns = [
        (_("From"), "date"),
        (_("To"), "date"),
        (_("Days"), "number"),
        (_("Base allowed"), "money"),
        (_("Base charged"), "money"),
        (_("Allowed"), "money"),
        (_("Charged"), "money"),
        (_("Above"), "money"),
        (_("A day"), "money"),
    ]
    rows = [
        (
            days.start_date,
            days.end_date,
            days.days,
            *(
                _of_fee(found, "above-cap", amount, facts.end_date)
                for amount in (
                    days.allowed_base_hkd,
                    days.charged_base_hkd,
                    days.allowed_hkd,
                    days.charged_hkd,
                    days.excess_hkd,
                    days.per_day_hkd,
                )
            ),
        )
        for days in over.stretches
    ]
    whole = {"cap": facts.cap.fee_hkd, "charged": facts.charged_hkd, "above-cap": over.excess_hkd}
    sums = [_of_fee(found, name, amount, facts.end_date) for name, amount in whole.items()]
    sums = (over.days, "", "", *sums, _of_fee(found, "above-cap", over.per_day_hkd, facts.end_date))
    return Panel(
        _("Over-charge of the quarter to %(date)s by day (HK$)") % {"date": hk_date(facts.end_date)},
        columns,
        rows,
        foot=(_("Together"), "", *sums),
        note=fee_words.where_from(over),
    )


def of_partner(partner: Partner) -> Panel:
    """This function will give what a partner bore of each accrued fee."""
    found = partner.fees.select_related("accrual__fund").filter(accrual__superseded_by=None)
    found = found.order_by("-accrual__period_end")
    columns = [
        (_("Quarter to"), "text"),
        (_("Share"), "money"),
        (_("Concession"), "money"),
        (_("Offsets used"), "money"),
        (_("Carried forward"), "money"),
        (_("Fee borne"), "money"),
    ]
    rows = [
        (
            link(line.accrual, hk_date(line.accrual.period_end)),
            *(_borne(line, name) for name in ("gross", "concession", "used", "carried", "net")),
        )
        for line in found
    ]
    return Panel(_("Management fee (HK$)"), columns, rows)


def _borne(line: PartnerFee, name: str):
    """A figure of what a partner bears of an accrued fee, which opens to its derivation."""
    accrual = line.accrual
    of = f"{accrual.period_end}/{line.partner_id}-{name}"
    return cell(getattr(line, f"{name}_hkd"), accrual.fund.code, "fee-line", of=of)


def of_accrual(accrual: FeeAccrual) -> Panel:
    """This function will give what each partner bears of an accrued fee."""
    kinds = (
        ("gross", _("Share")),
        ("concession", _("Concession")),
        ("brought", _("Brought forward")),
        ("offset", _("Offsets")),
        ("used", _("Used")),
        ("carried", _("Carried forward")),
        ("net", _("Fee borne")),
    )
    rows = [
        (link(line.partner), *(_borne(line, name) for name, _title in kinds))
        for line in accrual.partners.select_related("partner", "accrual__fund").order_by("partner")
    ]
    return Panel(
        _("What each partner bears (HK$)"),
        [(_("Partner"), "text"), *((title, "money") for _name, title in kinds)],
        rows,
        foot=totals(_("All partners"), rows) if rows else None,
        empty=_("This quarter was accrued before the fee was shared by partner."),
    )


def of_agreement(agreement: FundAgreement) -> list[Panel]:
    """This function will give an agreement's steps of the fee rate, and the parts that it sets off."""
    parts = agreement.offset_rates.all()
    return [
        Panel(
            _("Steps of the fee rate"),
            [(_("From"), "text"), (_("Rate a year"), "rate"), (_("Clause"), "text")],
            [(link(step, hk_date(step.from_date)), step.rate, step.clause) for step in agreement.fee_steps.all()],
            empty=_("The agreement sets none."),
        ),
        Panel(
            _("Fees from companies that are set off"),
            [(_("Type of fee"), "text"), (_("Part set off"), "rate"), (_("Clause"), "text")],
            [(link(part, part.get_fee_type_display()), part.rate, part.clause) for part in parts],
            empty=_("The agreement sets none off."),
            note=_("Of one type the last row counts."),
        ),
    ]

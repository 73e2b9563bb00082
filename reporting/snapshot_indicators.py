"""The report's indicators: R26's private money, R31's start-ups, A19's money called and not invested."""

from collections import defaultdict
from decimal import Decimal

from investments.rules import kpi, start_ups
from itvf.errors import plain
from itvf.money import ZERO, total
from reporting import report_content as content
from reporting.programme import ProgrammePosition


def of(position: ProgrammePosition) -> content.Indicators:
    """This function will write the indicators of a programme's position."""
    return {
        "kpi": _kpi(position.kpi),
        "brought": start_ups.brought(position.arrivals),
        "from_outside": sum(one.state != start_ups.LOCAL for one in position.arrivals),
        "uninvested": [
            plain(
                {
                    "fund_code": one.fund.code,
                    "number": one.left.number,
                    "due_date": one.left.due_date,
                    "called_hkd": one.left.called_hkd,
                    "left_hkd": one.left.left_hkd,
                    "age_days": one.left.age_days,
                    "return_by_date": one.left.return_by,
                    "state": one.left.state,
                }
            )
            for one in position.uninvested
        ],
    }


def _kpi(found: kpi.Kpi) -> content.Kpi:
    by_fund: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for split in found.splits:
        if split.payment.counts:
            parts = (split.private_hkd, split.government_hkd, split.public_hkd)
            sums = by_fund[split.payment.fund]
            by_fund[split.payment.fund] = [total(pair) for pair in zip(sums, parts, strict=True)]
    rows = [
        {"fund_code": fund, "private_hkd": sums[0], "government_hkd": sums[1], "public_hkd": sums[2]}
        for fund, sums in sorted(by_fund.items())
    ]
    return plain(
        {
            "opening_hkd": found.opening_hkd,
            "private_hkd": found.private_hkd,
            "government_hkd": found.government_hkd,
            "counted_hkd": found.total_hkd,
            "target_hkd": found.target_hkd,
            "share": found.share_rate,
            "unknown_hkd": found.unknown_hkd,
            "rows": rows,
        }
    )

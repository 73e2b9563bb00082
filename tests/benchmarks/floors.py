"""Floors: the same answers from facts that are in memory, which no reading from a database can beat."""

from collections import defaultdict
from datetime import date

from funds import all_funds, fee_facts, waterfall_facts
from funds.models import FundAgreement
from funds.rules.waterfall import Flow
from itvf.dates import quarter_end


class Remembered:
    """Every fund's facts, read once, and the rules run over them."""

    def __init__(self, funds: list[int], on: date):
        self.on = on
        found = FundAgreement.objects.filter(fund__in=funds, fund__first_closing_date__lte=on)
        self.agreements = list(found.select_related("fund").order_by("fund__code"))
        self.charges = fee_facts.positions([agreement.fund for agreement in self.agreements], on)
        self.flows = waterfall_facts.flows_of(self.agreements, on)
        self.last = {fund: one.liquidation for fund, one in all_funds.figures(funds, on).items()}
        self.paid_in, self.shares = defaultdict(list), defaultdict(list)
        for fund, *row in waterfall_facts.contributions(self.agreements, on, None):
            self.paid_in[fund].append(row)
        for fund, *row in waterfall_facts.partners_share(self.agreements, on, None):
            self.shares[fund].append(row)

    def run(self) -> list[tuple]:
        """The figures of every fund by the rules alone."""
        return [self._fund(agreement) for agreement in self.agreements]

    def _fund(self, agreement: FundAgreement) -> tuple:
        fund, last = agreement.fund_id, self.last[agreement.fund_id]
        charge = self.charges[fund]
        ended = [period for period in charge.quarters(self.on) if period[1] == quarter_end(period[1])]
        return (
            charge.agreed_fees(ended),
            charge.caps(ended),
            fee_facts.hurdle_of(agreement, self.paid_in[fund], self.shares[fund], self.on),
            *waterfall_facts.run_before_and_after(
                self.flows[fund],
                [Flow(self.on, "distribution", last.nav_hkd - last.outside_hkd)],
                waterfall_facts.terms(agreement),
            ),
        )

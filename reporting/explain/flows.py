"""The journal entries under the waterfall's flows: contributions, distributions, and deals where it runs by deal."""

from funds import fee_facts
from funds.models import JournalEntry, LedgerAccount
from funds.rules.waterfall import PASSED_ON
from funds.rules.waterfall_working import Step
from reporting.explain.entries import by_day, movements, of_contributions, of_distributions
from reporting.explain.question import Question

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
LOSSES = (Kind.WRITE_DOWN, Kind.REALISATION, Kind.ESCROW)
SPENT = (Kind.FEE_PAID, Kind.EXPENSE_PAID, Kind.FACILITY_PAID)


class Flows:
    """A fund's entries by the flow that they make; a constant number of queries."""

    def __init__(self, question: Question):
        self.paid_out = of_distributions(question)
        self.paid_in = {(day, ""): entries for day, entries in of_contributions(question).items()}
        self.lost, self.deals = {}, {}
        if question.agreement.waterfall_scope == "deal_by_deal":
            codes = (*fee_facts.COST_CODES, Code.ESCROW_RECEIVABLE, Code.CASH)
            found = movements(question, *codes, only_standing=True)
            spent = (((one.date, ""), one.entry) for one in found if one.code == Code.CASH and one.kind in SPENT)
            back = _paid_back([one for one in found if one.code == Code.CASH])
            bought = (((one.date, one.reference), one.entry) for one in found if one.kind == Kind.INVESTMENT)
            lost = (((one.date, one.reference), one.entry) for one in found if one.kind in LOSSES)
            self.paid_in, self.lost = by_day([*spent, *back, *bought]), by_day(lost)
            accounts = LedgerAccount.objects.filter(book__fund=question.fund, code=Code.INVESTMENT_AT_COST)
            self.deals = dict(accounts.values_list("reference", "label"))

    def deal(self, step: Step) -> str:
        """What a step's deal is called."""
        return self.deals.get(step.deal) or step.deal

    def under(self, step: Step) -> tuple[int, ...]:
        """The entries under one event of an account; of a deal's share of a fee, the fee's."""
        if step.kind == "contribution":
            own = self.paid_in.get((step.date, step.deal))
            return own or self.paid_in.get((step.date, ""), ())
        if step.kind == "realised_loss":
            return self.lost.get((step.date, step.deal), ())
        return self.paid_out.get((step.date, "distribution" if step.kind == PASSED_ON else step.kind), ())


def _paid_back(moved: list) -> list[tuple]:
    """Fee that the manager paid back, under the last payment of it before: what it took away from that flow."""
    paid = [one.date for one in moved if one.kind == Kind.FEE_PAID]
    back = [one for one in moved if one.kind == Kind.FEE_REFUNDED]
    return [((max((day for day in paid if day <= one.date), default=one.date), ""), one.entry) for one in back]

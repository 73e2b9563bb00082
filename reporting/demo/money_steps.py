"""Steps of the main job about money: journal entries, receipts, the Government's payment, books, deal, fee, hurdle."""

from datetime import timedelta
from decimal import Decimal

from funds import fee_facts, selectors
from funds.models import Book, JournalEntry
from funds.rules.terms import percent
from funds.services import fees, payments
from investments.models import CheckOutcome, Proposal
from investments.services import investments
from itvf.dates import add_business_days
from itvf.money import quantise, total
from reporting.demo import acts, deals, plans
from reporting.demo.acts import moment
from reporting.demo.story import Story


def show_entry(story: Story, entry: JournalEntry) -> None:
    """Prints a journal entry with its debits and credits."""
    postings = [(str(line.account), line.amount_hkd) for line in entry.postings.select_related("account")]
    _show_postings(story, f"{entry.effective_date}  {entry.memo}", postings)


def receive_contributions(story: Story) -> None:
    """The others' money: all in full but one, which pays half, and the rest three days late."""
    page, people, call = story.page, story.people, story.call
    *punctual, late = acts.private_lines(call)
    for line in punctual:
        acts.receive(people, line, on=call.due_date)
    half = quantise(late.amount_hkd / 2, mode="down")
    acts.receive(people, late, on=call.due_date, amount_hkd=half)
    open_line = selectors.late_lines(call.due_date + timedelta(days=1)).filter(pk=late.pk).get()
    page.done(f"{len(punctual)} contributions received in full on {call.due_date}")
    page.done(f"{late.partner} paid {half:,}; {open_line.outstanding_hkd:,} is late and shown as late")
    story.try_in_vain(
        "the same bank receipt recorded a second time",
        lambda: acts.receive(people, late, on=call.due_date, amount_hkd=half),
    )
    paid_on = add_business_days(call.due_date, 3)
    acts.receive(people, late, on=paid_on, amount_hkd=open_line.outstanding_hkd)
    page.done(f"The rest came on {paid_on}")
    page.space()
    show_entry(story, late.contributions.first().entry)


def pay_government(story: Story) -> None:
    """The Corporation's payment case: checks, voucher, certification, two authorisations, release, debit."""
    page, people, call = story.page, story.people, story.call
    on = call.due_date
    case = acts.case_of(call)
    acts.fund_corporation(people, case.amount_hkd, on=on)
    page.space()
    page.say("The Government's line opens a payment case in the Corporation's book:")
    case = acts.authorise_once(people, call, on=on)
    rows = [(check.message, check.get_outcome_display(), check.rule, check.clause) for check in case.checks.all()]
    page.table(("check", "outcome", "rule", "clause"), rows)
    page.done(f"Voucher {case.voucher_number} prepared by {case.prepared_by}, certified by {case.certified_by}")
    story.try_in_vain(
        "the second authorisation by the person who gave the first",
        lambda: payments.authorise(case=case, by=people.authoriser, at=moment(on, 13)),
    )
    case = acts.settle(people, call, on=on)
    for authorisation in case.authorisations.select_related("authorised_by", "limit"):
        page.done(f"Authorised by {authorisation.authorised_by}, limit HK${authorisation.limit.limit_hkd:,}")
    page.done(f"Released by {case.released_by}, debit {case.bank_reference} matched to the cent: {case.amount_hkd:,}")
    page.space()
    show_entry(story, case.paid_entry)


def show_books(story: Story) -> None:
    """Both books as they stand, and the proof that ties them."""
    page, fund = story.page, story.fund
    page.step(5, "The books: the fund's and the Corporation's", "帳簿")
    for book in (Book.objects.get(fund=fund), Book.objects.get(kind=Book.Kind.CORPORATION)):
        _show_postings(story, str(book), balances(book))
        page.space()
    entries = JournalEntry.objects.count()
    page.done(f"{entries} entries; each balanced by the database at commit, none can be changed or deleted")


def invest(story: Story) -> None:
    """A deal: proposed, checked rule by rule, answered by two people, completed."""
    page, people, fund = story.page, story.people, story.fund
    page.step(6, "An investment: proposed, checked, answered, completed", "投資：建議、審核、答覆、完成")
    on = add_business_days(story.call.due_date, 4)
    listed = deals.propose(people, fund, plans.LISTED, on=on, expected=on + timedelta(days=14))
    story.try_in_vain("no objection to buying a listed company's shares", lambda: deals.answer(people, listed, on=on))
    proposal = deals.propose(people, fund, plans.VISION, on=on, expected=on + timedelta(days=14))
    page.say(f"{proposal.company.name_en}  {proposal.company.name_zh_hant}: HK${proposal.amount_hkd:,}", style="bold")
    _show_outcomes(story, proposal)
    deals.answer(people, proposal, on=on + timedelta(days=5))
    page.done(f"No objection by {people.officer} and {people.manager}; the GP decides")
    made = deals.complete(people, proposal, on=on + timedelta(days=14))
    page.done(f"Completed on {made.completed_date}: {made.evidence}")
    page.space()
    show_entry(story, made.entry)


def fee_and_hurdle(story: Story) -> None:
    """The fee of the quarter and the hurdle at its end, each with its working from the journal."""
    page, people, fund = story.page, story.people, story.fund
    end = story.calendar.ended(0)
    page.step(7, f"Management fee and hurdle at {end}", "管理費及最低資本回報")
    first = fees.accrue(fund=fund, period_end=story.calendar.ended(1), by=people.officer, at=moment(end, 9))
    accrual = fees.accrue(fund=fund, period_end=end, by=people.officer, at=story.clock())
    rows = [
        (
            f"{part['start_date']} to {part['end_date']}",
            part["days"],
            Decimal(part["base_hkd"]),
            f"{percent(Decimal(part['rate']))}%",
        )
        for part in accrual.working["fee"]["segments"]
    ]
    page.table(("days, ACT/ACT", "days", "invested", "rate"), rows, right=(1, 2, 3))
    page.figures(
        [
            ("fee to " + str(first.period_end), first.fee_hkd, "nothing invested yet: no fee on commitments"),
            ("fee to " + str(end), accrual.fee_hkd, "R14, Annex 3 1(k)(i); A3, A4: day by day, rounded once"),
            ("cap of R14", accrual.cap_hkd, "2% a year of the amount invested"),
        ]
    )
    page.space()
    statement = fee_facts.hurdle_position(fund, end)
    rows = [(str(step.date), step.kind, step.amount_hkd, step.accrued_hkd, step.hurdle_hkd) for step in statement.steps]
    page.table(("date", "what", "amount", "hurdle since", "hurdle"), rows, right=(2, 3, 4))
    page.figures(
        [
            ("unreturned capital", statement.capital_hkd, f"at {end}"),
            ("unpaid hurdle at 7%", statement.hurdle_hkd, "R16, Annex 3 1(k)(iii); A5: from the later of due and paid"),
        ]
    )


def balances(book: Book) -> list[tuple[str, Decimal]]:
    """A book's accounts that have a balance, as a person reads them."""
    return [
        (" · ".join(filter(None, [str(selectors.Code(row["account__code"]).label), row["account__label"]])), amount)
        for row in selectors.trial_balance(book)
        if (amount := row["balance_hkd"])
    ]


def _show_outcomes(story: Story, proposal: Proposal) -> None:
    found = CheckOutcome.objects.filter(proposal=proposal, run=investments.last_run(proposal)).order_by("id")
    rows = [(outcome.rule, outcome.clause, outcome.get_status_display(), outcome.headroom_hkd) for outcome in found]
    story.page.table(("rule", "clause", "outcome", "headroom"), rows, right=(3,))


def _show_postings(story: Story, head: str, postings: list[tuple[str, Decimal]]) -> None:
    rows = [(name, amount, "") if amount > 0 else (name, "", -amount) for name, amount in postings]
    debits = total(amount for _name, amount in postings if amount > 0)
    rows.append(("Total", debits, total(-amount for _name, amount in postings if amount < 0)))
    story.page.table((head, "debit", "credit"), rows, right=(1, 2))

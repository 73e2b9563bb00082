"""The lives of Harbour's and Ridge's investments in the demo, quarter by quarter: which scene, on which day."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from funds.models import Fund
from investments.models import Affiliation, CompanyFact, Investment, LifeEvent, ProposalAnswer
from investments.services import events, investments
from reporting.demo import deals, life, life_plans, plans, returns
from reporting.demo.acts import moment
from reporting.demo.cast import Cast
from reporting.demo.deals import DealPlan

Route = LifeEvent.Route
Capacity = Affiliation.Capacity


def lot(fund: Fund, plan: DealPlan) -> Investment:
    """A fund's lot of a plan."""
    found = Investment.objects.select_related("fund", "company", "proposal")
    return found.get(fund=fund, company__br_number=plan.br_number, proposal__amount_hkd=plan.amount_hkd)


def harbour_begins(people: Cast, fund: Fund, calendar) -> None:
    """Five early companies, out of the first call."""
    done = calendar.after
    deals.invest(people, fund, life_plans.CHIP, on=done(5, 50), units=Decimal(800_000))
    deals.invest(people, fund, life_plans.PROTEIN, on=done(5, 52), units=Decimal(600_000))
    on = done(5, 60)
    deals.invest(
        people,
        fund,
        life_plans.QUANTUM,
        on=on,
        units=Decimal(150_000),
        foreign_amount=Decimal("1500000.00"),
        fx_rate=Decimal("7.80"),
        fx_source="Hong Kong Association of Banks, opening rate",
        fx_date=on,
    )
    quantum = lot(fund, life_plans.QUANTUM)
    life.close_round(
        people, fund, quantum.company, "Series A", "series_a", on=on, raised="39000000.00", issued=1_500_000,
        diluted=1_800_000, price="10.00", currency="USD", rate="7.80", others="27300000.00",
    )  # fmt: skip
    deals.invest(people, fund, life_plans.DISPLAY, on=done(5, 72))
    deals.invest(people, fund, life_plans.WAFER, on=done(5, 75), units=Decimal(900_000))
    vision = lot(fund, plans.VISION)
    life.close_round(
        people, fund, vision.company, "Series A", "series_a", on=vision.completed_date, raised="150000000.00",
        issued=5_500_000, diluted=6_000_000, price="100.00", others="40000000.00",
    )  # fmt: skip
    life.stand_behind(people, fund, vision.company, "Vera Example", Capacity.DIRECTOR, on=done(5, 40))
    life.stand_behind(
        people, fund, vision.company, "Sample Founders Holdings Limited", Capacity.BENEFICIAL_OWNER, on=done(5, 40),
        share_rate=Decimal("0.42"),
    )  # fmt: skip


def harbour_second_year(people: Cast, fund: Fund, calendar) -> None:
    """What happens in the second and third quarter: establishment, split, write-down, conversion, bonus, a sale.

    Its proceeds make up what was written down elsewhere, and bring the first carry, past the second hurdle.
    """
    done = calendar.after
    quantum, display = lot(fund, life_plans.QUANTUM), lot(fund, life_plans.DISPLAY)
    life.reissue(people, quantum, events.split, new=10, old=1, on=done(4, 20))
    life.establish(
        people, fund, quantum.company, CompanyFact.Kind.RESEARCH_SITE,
        "Tenancy agreement of the laboratory in the science park; site visit", since=done(4, 45),
    )  # fmt: skip
    life.impair(
        people, lot(fund, life_plans.PROTEIN), events.write_down, "3000000.00", "Lost its first customer",
        on=done(4, 58),
    )  # fmt: skip
    life.close_round(
        people, fund, display.company, "Series A", "series_a", on=done(3, 20), raised="60000000.00",
        issued=9_000_000, diluted=10_000_000, price="15.00", others="60000000.00",
    )  # fmt: skip
    life.convert(people, display, on=done(3, 20), price="15.00", cap="90000000.00", cap_units=8_000_000)
    life.reissue(people, display, events.issue_bonus, new=1, old=5, on=done(3, 40))
    chip = lot(fund, life_plans.CHIP)
    life.sell(people, chip, Route.TRADE_SALE, "24000000.00", on=done(3, 50), escrow="1300000.00")
    _distribute(
        people, fund, [("gain", chip, "14700000.00"), ("return_of_capital", chip, "8000000.00")], on=done(3, 62)
    )
    for plan, worth in ((plans.VISION, "118000000.00"), (plans.GENE, "92000000.00")):
        life.value(people, lot(fund, plan), worth, on=calendar.ended(2))
    _spend(people, fund, calendar, 4, 3)


def harbour_third_year(people: Cast, fund: Fund, calendar) -> None:
    """What happens in the fourth quarter and since: a sale below cost, a listing, income, redemption, impairment."""
    done = calendar.after
    quantum, wafer, cell = (lot(fund, plan) for plan in (life_plans.QUANTUM, life_plans.WAFER, plans.CELL))
    chip, protein = lot(fund, life_plans.CHIP), lot(fund, life_plans.PROTEIN)
    life.sell(people, protein, Route.TRADE_SALE, "1200000.00", on=done(2, 20))
    on = done(2, 30)
    life.sell(people, quantum, Route.IPO, life.dollars("960000.00", "7.76", on), on=on, units=600_000)
    life.pay_income(people, wafer, "300000.00", "30000.00", on=done(2, 40))
    life.impair(people, cell, events.write_down, "20000000.00", "The pilot line is a year late", on=done(2, 52))
    life.value(people, lot(fund, plans.VISION), "124000000.00", on=calendar.ended(1))
    life.value(people, lot(fund, plans.GENE), "90500000.00", on=calendar.ended(1))
    life.sell(people, wafer, Route.REDEMPTION, "10350000.00", on=done(1, 12))
    life.settle_escrow(people, chip, "1300000.00", "1050000.00", on=done(1, 20))
    parts = [("return_of_capital", wafer, "9000000.00"), ("gain", wafer, "1350000.00")]
    parts += [("return_of_capital", protein, "1200000.00"), ("gain", chip, "1050000.00")]
    _distribute(people, fund, parts, on=done(1, 32))
    life.impair(people, cell, events.reverse_write_down, "5000000.00", "The line passed its test", on=done(1, 42))
    _follow_on(people, fund, calendar)
    _watch(people, fund, calendar)
    _spend(people, fund, calendar, 2, 1)
    life.verify_spend(
        people, fund, calendar.ended(2), on=done(2, 70), seed="Hang Seng Index, close of the quarter's last day"
    )
    life.verify_spend(
        people, fund, calendar.ended(1), on=done(1, 70), seed="Hang Seng Index, close of the last day", leave=2
    )


def _distribute(people: Cast, fund: Fund, parts: Sequence[tuple[str, Investment, str]], *, on) -> None:
    """Proceeds of deals, shared out deal by deal: what kind of money, of which deal, how much."""
    sources = [
        returns.source(
            kind, one.company.name_en, amount, one.company.name_zh_hant, reference=one.cost_account.reference
        )
        for kind, one, amount in parts
    ]
    returns.pay(people, returns.declare(people, fund, sources, on=on), on=on)


def _follow_on(people: Cast, fund: Fund, calendar) -> None:
    """A round past Series B in a company that is held: only with a consent (A15)."""
    proposal = deals.propose(people, fund, life_plans.LATE, on=calendar.after(1, 20), expected=calendar.after(1, 50))
    life.consent(
        people, proposal, "R11", "One follow-on of HK$12 million in the company's Series C.", on=calendar.after(1, 28)
    )
    deals.answer(people, proposal, on=calendar.after(1, 35))
    deals.complete(people, proposal, on=calendar.after(1, 50), units=Decimal(80_000))
    life.close_round(
        people, fund, proposal.company, "Series C", "series_c", on=calendar.after(1, 50), raised="300000000.00",
        issued=7_500_000, diluted=8_200_000, price="150.00", others="288000000.00",
    )  # fmt: skip


def _watch(people: Cast, fund: Fund, calendar) -> None:
    """Confirmations and a visit: one finding closed, one open past its day."""
    done = calendar.after
    vision, quantum = lot(fund, plans.VISION), lot(fund, life_plans.QUANTUM)
    life.confirm(people, vision, 1_100_000, on=calendar.ended(1))
    life.confirm(
        people, quantum, 950_000, on=calendar.ended(1),
        note="The registry has entered a transfer of 50,000 shares that the general partner does not know; asked.",
    )  # fmt: skip
    first, _second = life.inspect(
        people, lot(fund, plans.CELL), on=done(2, 60),
        findings=(
            ("The register of fixed assets lacks two machines.", done(2, 80)),
            ("No sign at the pilot line names the Hong Kong company.", done(1, 30)),
        ),
    )  # fmt: skip
    life.close_finding(people, first, on=done(2, 78))


def _spend(people: Cast, fund: Fund, calendar, *quarters_ago: int) -> None:
    """Spend of the quarters that are over: the gene therapy is ahead of its line, the battery far behind."""
    for ago in quarters_ago:
        end, on = calendar.ended(ago), calendar.after(ago, 40)
        spent = {
            plans.VISION: ({"talent": "5200000.00", "goods": "1450000.00", "premises": "380000.00"}, 46),
            plans.GENE: ({"talent": "4100000.00", "research": "3300000.00", "services": "620000.00"}, 31),
            plans.CELL: ({"premises": "410000.00", "other": "95000.00"}, 6),
        }
        for plan, (amounts, jobs) in spent.items():
            held = Investment.objects.filter(fund=fund, company__br_number=plan.br_number, completed_date__lte=end)
            for investment in held.filter(proposal__amount_hkd=plan.amount_hkd).select_related("fund", "company"):
                life.report_spend(people, investment, end, amounts, jobs, on=on)


def harbour_now(people: Cast, fund: Fund, calendar) -> None:
    """What waits in Harbour: a value to review, and a deal that was answered with a breach notice."""
    life.value(people, lot(fund, plans.VISION), "126500000.00", on=calendar.ended(0), reviewed=False)
    listed = deals.propose(people, fund, plans.LISTED, on=calendar.after(1, 60), expected=calendar.after(1, 85))
    life.warn(people, listed, "Listed shares are outside the scheme (R13).", on=calendar.after(1, 66))


def ridge(people: Cast, fund: Fund, calendar, first_deal) -> None:
    """Ridge's seed deal in two tranches, a deal across funds with the committee's consent, and two breaches."""
    deals.invest(
        people, fund, plans.VACCINE, on=first_deal, amount_hkd=Decimal("25000000.00"), units=Decimal(2_500_000)
    )
    shared = deals.propose(people, fund, life_plans.SHARED, on=first_deal - timedelta(days=4), expected=first_deal)
    life.consent(
        people, shared, "R27", "The deal beside another fund of the programme, on the same terms as the new investor.",
        on=first_deal - timedelta(days=3), restriction="related_parties", given_by="partners_committee",
    )  # fmt: skip
    deals.answer(people, shared, on=first_deal - timedelta(days=2))
    deals.complete(people, shared, on=first_deal, units=Decimal(70_000))
    _breaches(people, fund, calendar, first_deal)
    life.draw(people, lot(fund, plans.VACCINE), "15000000.00", 1_500_000, on=first_deal + timedelta(days=12))
    _open_questions(people, fund, first_deal)


def _breaches(people: Cast, fund: Fund, calendar, first_deal) -> None:
    """Two deals done against a breach notice: one breach still open with its day of cure, one cured."""
    on = first_deal + timedelta(days=2)
    grown = deals.propose(people, fund, life_plans.GROWN, on=first_deal - timedelta(days=5), expected=on)
    life.warn(people, grown, "Past Series B, and no consent is on record (R11).", on=first_deal - timedelta(days=3))
    deals.complete(people, grown, on=on, units=Decimal(50_000))
    life.set_cure(
        people, grown, "stage_outside_scheme", on=on + timedelta(days=3), due=calendar.today - timedelta(days=4)
    )
    thin = deals.propose(people, fund, life_plans.THIN, on=first_deal - timedelta(days=5), expected=on)
    life.warn(people, thin, "The undertaking is for 40% (R10); half is required.", on=first_deal - timedelta(days=3))
    deals.complete(people, thin, on=on, units=Decimal(40_000))
    breach = life.set_cure(people, thin, "hong_kong_spend_low", on=on + timedelta(days=3), due=on + timedelta(days=40))
    life.cure(
        people, breach, "The company signed a second undertaking: HK$2,100,000 in all.", on=on + timedelta(days=9)
    )


def _open_questions(people: Cast, fund: Fund, first_deal) -> None:
    """A deal that was queried, and one that the general partner took back."""
    queried = deals.propose(people, fund, life_plans.QUERIED, on=first_deal)
    life.reply(
        people, queried, ProposalAnswer.Answer.QUERY, "Who owns the patent, and where is it registered?",
        on=first_deal + timedelta(days=5),
    )  # fmt: skip
    withdrawn = deals.propose(people, fund, life_plans.WITHDRAWN, on=first_deal)
    investments.withdraw(
        proposal=withdrawn,
        reason="The company chose another investor.",
        by=people.maker(fund),
        at=moment(first_deal + timedelta(days=6)),
    )

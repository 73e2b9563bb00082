"""The main job, told once: the nine steps from the scheme's paper to the printed report, in a database of their own.

It runs on a calendar in the past, so that a whole quarter fits in; mail, queue and worker are real and run now.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from funds import notice_documents
from funds.models import CapitalCall, Notice, Partner
from funds.rules.allocation import earliest_due_date
from funds.rules.terms import percent
from funds.services import capital_calls, closings, notices, partnerships, schemes
from itvf.dates import HONG_KONG, add_business_days, local_date
from itvf.money import total
from reporting.demo import acts, cast, money_steps, plans, report_steps
from reporting.demo.acts import moment, purpose
from reporting.demo.post import wait_until_sent
from reporting.demo.printing import Page
from reporting.demo.programme import PAPER, Calendar
from reporting.demo.story import Story

TERMS_SHOWN = (
    ("programme_envelope_hkd", "envelope of the programme"),
    ("minimum_non_government_hkd", "other money, at least"),
    ("government_ratio", "Government : other money"),
    ("government_maximum_hkd", "Government a fund, at most"),
    ("minimum_gp_commitment_rate", "general partner's own money, at least"),
    ("maximum_management_fee_rate", "management fee a year, at most"),
    ("maximum_carry_rate", "carried interest, at most"),
    ("minimum_hurdle_rate", "hurdle rate, at least"),
)


def tell(stdout, *, folder: Path, clock: Callable[[], datetime]) -> None:
    """This function will run the main job step by step and print it; the notices and reports go into `folder`."""
    story = Story(Page(stdout), Calendar(local_date(clock())), clock, folder)
    story.page.title("Innovation and Technology Venture Fund: the main job in nine steps", "創科創投基金：九個步驟")
    story.page.say(
        f"The story runs on a calendar from {story.calendar.after(4, 10)} to today, so that a whole quarter fits in. "
        "All people, firms and companies are invented. Database, queue, worker and mail are real."
    )
    for step in (
        _load_scheme,
        _found_fund,
        _close,
        _call_capital,
        money_steps.show_books,
        money_steps.invest,
        money_steps.fee_and_hurdle,
        report_steps.quarterly_report,
        report_steps.management_report,
    ):
        step(story)
    story.page.space()
    story.page.say("Files written:", style="bold")
    for path in story.files:
        story.page.say(str(path))


def _load_scheme(story: Story) -> None:
    page = story.page
    page.step(1, "The scheme's terms, as dated data", "載入計劃條款")
    document = json.loads(PAPER.read_text(encoding="utf-8"), parse_float=str)
    begins = story.calendar.after(5, 10)
    version, _ = schemes.load_published(document, at=moment(begins))
    story.scheme, story.people = version.scheme, cast.enrol(at=moment(begins))
    page.say(version.scheme.name_en, style="bold")
    page.say(version.scheme.name_zh_hant, style="bold")
    page.done(f"Version {version.number}: {version.terms.count()} terms, effective {version.effective_from}")
    terms = {term.name: term for term in version.terms.all()}
    page.table(
        ("term", "value", "rule", "clause"),
        [(label, _term(terms[name].value), terms[name].rule, terms[name].clause) for name, label in TERMS_SHOWN],
        right=(1,),
    )
    _, is_new = schemes.load_published(document, at=moment(begins))
    page.done("Loaded a second time: " + ("a second version came about" if is_new else "the version stands as it is"))
    proposed = schemes.propose_version(
        scheme=version.scheme,
        changes={"maximum_carry_rate": "0.25"},
        effective_from=story.calendar.ended(-2) + timedelta(days=1),
        reason="Asked for by an applicant.",
        by=story.people.officer,
        at=moment(begins, 15),
    )
    story.try_in_vain(
        "the person who proposed carry 25% approves it",
        lambda: schemes.approve_version(version=proposed, by=story.people.officer, at=moment(begins, 16)),
    )
    schemes.refuse_version(
        version=proposed, by=story.people.manager, at=moment(begins, 17), reason="The cap of R15 stays."
    )
    page.done(f"Version {proposed.number}, proposed by {story.people.officer}, refused by {story.people.manager}")


def _found_fund(story: Story) -> None:
    page, people, plan = story.page, story.people, plans.HARBOUR
    page.step(2, "A manager, its fund and the agreement", "基金經理、基金及協議")
    received = story.calendar.after(4, 10)
    on = story.calendar.after(3, 20)
    chosen = acts.select(people, plan, scheme=story.scheme, received=received, number=1)
    fund = story.fund = acts.establish(people, plan, chosen, on=on)
    page.say(f"{fund.name_en}  {fund.name_zh_hant}", style="bold")
    page.figures(
        [
            ("selection notice received", received, "by the manager, R17(iv)"),
            ("last day to close", chosen.fundraising_last_date, "twelve calendar months, R18, A9"),
            ("envelope reserved", chosen.reserved_hkd, "HK$, until the fund closes or lapses, R1"),
        ]
    )
    story.try_in_vain(
        "an agreement with carry 25%, fee 2.5% and hurdle 6%",
        lambda: acts.agree(
            people,
            fund,
            on=on,
            carry_rate=Decimal("0.25"),
            fee_rate_during=Decimal("0.025"),
            hurdle_rate=Decimal("0.06"),
        ),
    )
    acts.agree(people, fund, on=on)
    page.done("Agreement recorded: fee 2% of the amount invested, carry 20%, hurdle 7%, 10 years, investment period 5")
    acts.seat(people, fund, plan.seats, on=on)
    acts.admit_contact(people, fund, on=on)
    account = acts.enter_bank(people, fund, on=on, account_number="000-300-101838")
    story.try_in_vain(
        "the bank account confirmed by the person who entered it",
        lambda: partnerships.confirm_bank_account(
            account=account, call_back_note="Called myself.", by=people.maker(fund), at=moment(on, 15)
        ),
    )
    acts.confirm_bank(people, account, on=on)
    page.done(
        f"Bank account ending {account.account_number[-4:]} entered by {people.maker(fund)}, confirmed by another"
    )


def _close(story: Story) -> None:
    page, people, fund = story.page, story.people, story.fund
    page.step(3, "Closing: the Government's commitment is derived", "截止認購：推算政府的承諾出資額")
    on = story.calendar.after(2, 45)
    closing = acts.draft_closing(people, fund, plans.HARBOUR.seats, closing_date=on, drafted=on)
    story.try_in_vain(
        "the Government's commitment typed in",
        lambda: closings.sign(
            closing=closing,
            partner=fund.partners.get(kind=Partner.Kind.GOVERNMENT),
            amount_hkd=Decimal("250000000.00"),
            signed_date=on,
            is_accepted=True,
            is_unconditional=True,
            by=people.officer,
            at=moment(on, 10),
        ),
    )
    closing = closings.complete(closing=closing, by=people.manager, at=moment(on, 17))
    fund.refresh_from_db()
    working = {name: Decimal(value) for name, value in closing.working.items() if name.endswith("_hkd")}
    page.figures(
        [
            ("raised from others, X", working["non_government_hkd"], "R4, Annex 3 1(c): at least 450,000,000.00; A7"),
            ("of it the general partner's", working["gp_hkd"], "R5, Annex 3 1(d): at least 2% of the fund's size"),
            (
                "X / 3, at most 250,000,000.00",
                working["government_hkd"],
                "R6, Annex 3 1(e): the Government's commitment",
            ),
            ("size of the fund", working["fund_size_hkd"], "R4: at least 600,000,000.00"),
        ]
    )
    page.done(f"Closing of {on}: drafted by {people.officer}, completed by {people.manager}")


def _call_capital(story: Story) -> None:
    page, people, fund = story.page, story.people, story.fund
    page.step(4, "A capital call, from draft to the matched debit", "繳納通知：由草擬至與銀行對帳")
    on = story.calendar.after(1, 4)
    purposes = [
        purpose("investment", "Sample Vision Robotics Limited, Series A", "110000000.00", "範例視覺機械人，A 輪"),
        purpose("expense", "Formation and audit", "1234567.89", "成立及核數開支"),
    ]
    story.try_in_vain(
        "a call due five business days after its notice",
        lambda: capital_calls.draft(
            fund=fund,
            purposes=purposes,
            due_date=add_business_days(on, 5),
            channel=CapitalCall.Channel.PORTAL,
            by=people.maker(fund),
            at=moment(on),
        ),
    )
    acts.set_limits(people, on=on)
    call = story.call = acts.issue_call(people, fund, purposes, issued=on, due=earliest_due_date(on))
    page.done(
        f"Call 1 drafted by {people.maker(fund)}, issued by {people.signatory(fund)} on {on}, due {call.due_date}"
    )
    asked = [(item.label, item.get_kind_display(), item.amount_hkd) for item in call.purposes.all()]
    page.table(("purpose", "kind", "amount"), asked, right=(2,))
    page.space()
    lines = list(call.lines.select_related("partner"))
    rows = [(line.partner.name_en, line.commitment_hkd, line.amount_hkd, line.unfunded_after_hkd) for line in lines]
    rows.append(("Total", *(total(row[column] for row in rows) for column in (1, 2, 3))))
    page.table(("partner", "commitment", "this call", "unfunded after"), rows, right=(1, 2, 3))
    page.say("Allocated to the cent, the Government's line exactly its share (A11; R20, Annex 3 para 2).")
    page.space()
    money_steps.show_entry(story, call.entry)
    _serve_notices(story)
    money_steps.receive_contributions(story)
    money_steps.pay_government(story)


def _serve_notices(story: Story) -> None:
    page, call = story.page, story.call
    wait_until_sent(page, call)
    served = Notice.objects.filter(line__call=call).select_related("line__partner", "line__call", "message")
    for notice in served.order_by("line__order"):
        story.write(f"{notice.reference}.pdf", notice_documents.pdf_of(notice))
    page.done(f"{len(served)} notices sent over SMTP by the worker, each with its PDF in English and 繁體中文")
    own = served.get(line__partner__contact_email=story.people.partner.email)
    viewed = notices.mark_viewed(own, by=story.people.partner, at=story.clock())
    page.figures(
        [
            ("served at", _clock_time(viewed.served_at), f"{viewed.reference}, to {own.message.to}"),
            (
                "first viewed at",
                _clock_time(viewed.first_viewed_at),
                f"by {viewed.first_viewed_by}, the partner's contact",
            ),
            ("content, SHA-256", f"{viewed.content_sha256[:16]}…", "printed on the notice"),
        ]
    )


def _clock_time(at: datetime) -> str:
    return f"{at.astimezone(HONG_KONG):%Y-%m-%d %H:%M:%S}"


def _term(value: object) -> str:
    if isinstance(value, dict):
        return f"{value['government']} : {value['other']}"
    amount = Decimal(value)
    return f"{percent(amount)}%" if amount < 1 else f"{amount:,}"

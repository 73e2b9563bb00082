"""Queries to the GP on a payment and their answers, bank details as noticed, the GP's receipt for the money."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds.locks import lock_fund
from funds.models import CapitalCall, FundMembership, NoticeAccount, PaymentCase, PaymentConfirmation, PaymentHold
from funds.models import PaymentMessage as Message
from funds.rules.stages import require_stage
from funds.services import payments
from itvf import audit, outbox, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.models import File
from itvf.money import money

CHAIN = payments.CHAIN
KIND = "payment_query"
GP_ROLES = (FundMembership.Role.GP_MAKER, FundMembership.Role.GP_SIGNATORY)


@transaction.atomic
def query(*, case: PaymentCase, question: str, by, at: datetime) -> PaymentHold:
    """This function will ask the GP about a payment, which is held until somebody resumes it.

    One that is held already is asked about within that hold. The people who act for the GP are told by mail.
    """
    permissions.require(by, "payment_case.hold")
    question = _words(question, "question")
    lock_fund(case.line.call.fund)
    standing = case.holds.standing().first()
    if standing is None:
        payments.hold(case=case, by=by, at=at, reason=question, kind=PaymentHold.Kind.QUERY)
        standing = case.holds.standing().get()
    message = Message.objects.create(hold=standing, is_from_manager=False, words=question, said_by=by, said_at=at)
    _tell(message)
    _record("query", case, by, at, reason=question, hold=standing.number)
    return standing


@transaction.atomic
def answer(*, hold: PaymentHold, reply: str, by, at: datetime) -> PaymentHold:
    """This function will keep the GP's answer beside the question; the payment stays held until it is resumed."""
    fund = lock_fund(hold.fund)
    permissions.require(by, "payment_case.answer_query", within=fund)
    hold = PaymentHold.objects.select_related("case__line__call__fund").get(pk=hold.pk)
    if hold.ended_at:
        raise WrongStage(
            gettext_noop("The Corporation closed this query on {date}; nothing waits for an answer."),
            code="query_closed",
            date=local_date(hold.ended_at),
        )
    words = _words(reply, "reply")
    Message.objects.create(hold=hold, is_from_manager=True, words=words, said_by=by, said_at=at)
    _record("answer_query", hold.case, by, at, reason=words, hold=hold.number)
    return hold


@transaction.atomic
def read_account(
    *, call: CapitalCall, account_name: str, account_number: str, file: File, by, at: datetime
) -> NoticeAccount:
    """This function will record where a notice asks the money to go, as read from the GP's paper.

    The last reading counts: a corrected notice is read again, with the new paper. It lifts no freeze by itself.
    """
    permissions.require(by, "capital_call.register_paper")
    lock_fund(call.fund)
    for field, value in (("account_name", account_name), ("account_number", account_number)):
        if not value.strip():
            raise InputRefused(
                gettext_noop("Type the account's name and number as the notice has them."),
                code="account_missing",
                field=field,
            )
    read = NoticeAccount.objects.create(
        call=call,
        account_name=account_name.strip(),
        account_number=account_number.strip(),
        file=file,
        read_by=by,
        read_at=at,
    )
    facts = {"ending": read.account_number[-3:], "account_name": read.account_name, "sha256": file.sha256}
    audit.record(chain=call.fund.chain, verb="capital_call.read_account", subject=call, by=by, at=at, facts=facts)
    return read


@transaction.atomic
def confirm_receipt(
    *, case: PaymentCase, amount_hkd: Decimal, value_date: date, by, at: datetime, bank_reference: str = ""
) -> PaymentConfirmation:
    """This function will record the GP's receipt for a payment whose debit is matched, and how it differs from it.

    A difference is no refusal: it is kept, shown and followed up. A later receipt corrects an earlier one.
    """
    fund = lock_fund(case.line.call.fund)
    permissions.require(by, "payment_case.confirm_receipt", within=fund)
    case = PaymentCase.objects.select_related("line__call__fund").get(pk=case.pk)
    require_stage(case, PaymentCase.Stage.MATCHED)
    amount_hkd = money(amount_hkd)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("A receipt is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    if value_date > local_date(at):
        raise InputRefused(
            gettext_noop("The value date {value_date} is in the future; record the receipt when the bank shows it."),
            code="future_value_date",
            field="value_date",
            value_date=value_date,
        )
    found = PaymentConfirmation.objects.create(
        case=case,
        amount_hkd=amount_hkd,
        value_date=value_date,
        bank_reference=bank_reference.strip(),
        difference_hkd=amount_hkd - case.amount_hkd,
        days=(value_date - case.value_date).days,
        confirmed_by=by,
        confirmed_at=at,
    )
    facts = {"received_hkd": amount_hkd, "difference_hkd": found.difference_hkd, "days": found.days}
    _record("confirm_receipt", case, by, at, value_date=value_date, **facts)
    return found


def _words(words: str, field: str) -> str:
    words = words.strip()
    if not words:
        raise InputRefused(gettext_noop("Write what you ask or answer."), code="words_missing", field=field)
    return words


def _tell(message: Message) -> None:
    """One mail to each person who acts for the GP; the portal holds the thread."""
    call = message.hold.case.line.call
    members = call.fund.memberships.live().filter(role__in=GP_ROLES).select_related("user")
    people = {member.user_id: member.user for member in members}
    for person in people.values():
        outbox.put(
            key=f"{KIND}:{message.pk}:{person.pk}",
            kind=KIND,
            to=person.email,
            subject=f"{call.fund.name_en}: a question about capital call {call.number}",
            text=_mail_text(call, message.words),
            chain=call.fund.chain,
            about=message.hold.case,
        )


def _mail_text(call: CapitalCall, words: str) -> str:
    fund = call.fund
    return (
        f"The ITVF Corporation asks about capital call {call.number} of {fund.name_en} and holds its payment until "
        f"it is answered. Answer after signing in to the portal.\n\n{words}\n\n"
        f"創科創投基金公司就{fund.name_zh_hant or fund.name_en}第 {call.number} 次催繳提出查詢，在獲得答覆前暫緩付款。"
        "請登入網站答覆。\n"
    )


def _record(verb: str, case: PaymentCase, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(chain=CHAIN, verb=f"payment_case.{verb}", subject=case, by=by, at=at, reason=reason, facts=facts)

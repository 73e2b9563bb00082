"""Where a notice asks for money to go, and the fund's confirmed bank details: facts for funds/rules/bank_details.py."""

from funds.models import BankAccount, CapitalCall, Fund, NoticeAccount
from funds.rules.bank_details import Details, check_details
from itvf.errors import Breach


def master(fund: Fund) -> BankAccount | None:
    """The fund's confirmed bank account as it is now."""
    return BankAccount.objects.filter(fund=fund, partner=None, stage=BankAccount.Stage.CONFIRMED).first()


def stated(call: CapitalCall) -> Details:
    """What a call's notice says: as last read from the GP's paper, else as every partner was told in the portal."""
    read = NoticeAccount.objects.filter(call=call).order_by("-id").first()
    if read is not None:
        return Details(read.account_name, read.account_number)
    bank = call.notice_common["bank"]
    return Details(bank["account_name"], bank["account_number"])


def differences(call: CapitalCall) -> tuple[Breach, ...]:
    """How a call's notice differs from the master as it is now; nothing where both name one account."""
    account = master(call.fund)
    return check_details(stated(call), account and Details(account.account_name, account.account_number))

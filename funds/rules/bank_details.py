"""A notice's bank details held against the master: a difference freezes the payment (R20, Annex 3 para 2).

Banks, letters and systems write one account in several ways, so spaces, hyphens, capitals and full-width forms make
no difference; every letter and figure does.
"""

import re
import unicodedata
from dataclasses import dataclass

from itvf.errors import Breach, gettext_noop

GOVERNMENT_PAYS = "Annex 3 para 2"
# What a person may see of an account number in a sentence.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Details:
    """Where money is to go: the account's name and its number."""

    account_name: str
    account_number: str

    @property
    def ending(self) -> str:
        """The last digits, all that a sentence shows."""
        return ending(self.account_number)


def ending(account_number: str) -> str:
    """This function will give the last digits of an account number: all that a sentence shows of it."""
    return f"…{_plain(account_number)[-SHOWN:]}"


def check_details(notice: Details, master: Details | None) -> tuple[Breach, ...]:
    """This function will hold a notice's bank details against the master: no breach where both name one account.

    Without a confirmed master there is nothing to agree with, which is a difference too.
    """
    if master is None:
        return (
            Breach(
                "no_master",
                gettext_noop(
                    "The notice asks for payment to {notice_name}, account {notice_ending}, and the fund has no "
                    "confirmed bank details to hold this against."
                ),
                "R20",
                GOVERNMENT_PAYS,
                {"notice_name": notice.account_name, "notice_ending": notice.ending},
            ),
        )
    facts = {
        "notice_name": notice.account_name,
        "notice_ending": notice.ending,
        "master_name": master.account_name,
        "master_ending": master.ending,
    }
    breaches = []
    if _plain(notice.account_number) != _plain(master.account_number):
        template = gettext_noop(
            "The notice asks for payment to account {notice_ending}; the confirmed account is another one, "
            "{master_ending}. Call the GP back on the number known."
        )
        breaches.append(Breach("account_number_differs", template, "R20", GOVERNMENT_PAYS, facts))
    if _plain(notice.account_name) != _plain(master.account_name):
        template = gettext_noop(
            "The notice asks for payment to {notice_name}; the confirmed account is in the name of {master_name}. "
            "Call the GP back on the number known."
        )
        breaches.append(Breach("account_name_differs", template, "R20", GOVERNMENT_PAYS, facts))
    return tuple(breaches)


def _plain(text: str) -> str:
    """Letters and figures alone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())

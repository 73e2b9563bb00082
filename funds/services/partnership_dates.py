"""Days on which nothing of a fund can have happened: its bank moved no money before it was registered (R2)."""

from datetime import date

from funds.models import Fund
from itvf.errors import InputRefused, gettext_noop


def require_registered(fund: Fund, value_date: date) -> None:
    """This function will refuse (InputRefused) a value date before the fund was registered under Cap. 637 (R2)."""
    if value_date < fund.registered_date:
        raise InputRefused(
            gettext_noop("The value date {value_date} is before {registered}, when the fund was registered (R2)."),
            code="before_registration",
            field="value_date",
            value_date=value_date,
            registered=fund.registered_date,
        )

"""A partner's capital account statement: what it says, and the paper; the same figures give the same bytes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from funds import capital_accounts
from funds.capital_accounts import Accounts
from funds.models import Fund, Partner
from funds.rules import further_hurdles
from funds.rules.capital_account import Figures
from itvf.dates import HONG_KONG, quarter_start
from itvf.documents import render
from itvf.errors import InputRefused, gettext_noop, plain
from itvf.money import ratio, total

CAUSES = tuple(Figures().as_dict())
# An account's lines that stand on every statement; the others only where something moved.
ALWAYS = ("contributions_hkd", "distributions_hkd", "fees_hkd", "expenses_hkd", "income_hkd", "realised_hkd")
ALWAYS = (*ALWAYS, "unrealised_hkd", "carry_hkd")

NOT_A_PAST_DAY = gettext_noop("A statement is as of a day from {first} on that is over; {date} is not one.")


def check_day(fund: Fund, as_of: date, today: date) -> None:
    """This function will refuse a day for which there can be no statement: before the first closing, or not over."""
    first = fund.first_closing_date
    if first is None or not first <= as_of < today:
        raise InputRefused(
            NOT_A_PAST_DAY, code="not_a_past_day", field="as_of", first=first or gettext_noop("its closing"), date=as_of
        )


def content_of(partner: Partner, as_of: date, *, known_at: datetime | None = None) -> dict:
    """This function will give all that a statement says, as its template, its workbook and the API read it.

    For the quarter that holds `as_of` up to that day, the calendar year and since the first closing; amounts in HK$ as
    decimal strings, as known at `known_at` where it is given. The fund's own account stands beside the partner's.
    """
    fund = partner.fund
    openings = {
        "quarter": quarter_start(as_of) - timedelta(days=1),
        "year": date(as_of.year - 1, 12, 31),
        "inception": fund.first_closing_date - timedelta(days=1),
    }
    accounts = capital_accounts.of_fund(fund, [*openings.values(), as_of], known_at=known_at)
    place = [one.pk for one in accounts.partners].index(partner.pk) + 1
    return {
        "reference": f"{fund.code.upper()}-CAS-{as_of:%Y%m%d}-{place:02d}",
        "as_of": as_of.isoformat(),
        "known_at": known_at.astimezone(HONG_KONG).isoformat(timespec="seconds") if known_at else None,
        "fund": _fund(fund),
        "partner": {"name_en": partner.name_en, "name_zh_hant": partner.name_zh_hant, "kind": partner.kind},
        "periods": {
            name: {"start_date": _first_day(fund, opening).isoformat(), "end_date": as_of.isoformat()}
            for name, opening in openings.items()
        },
        "account": _account(accounts, partner.pk, openings, as_of),
        "fund_account": _account(accounts, None, openings, as_of),
        "position": _position(accounts, as_of, partner.pk),
        "fund_position": _position(accounts, as_of, None),
        "terms": {
            "carry_rate": plain(accounts.agreement.carry_rate.normalize()),
            "hurdle_rate": plain(accounts.agreement.hurdle_rate.normalize()),
            "further_hurdles": further_hurdles.as_json(further_hurdles.of_terms(accounts.agreement)),
            "scope": accounts.agreement.waterfall_scope,
            "clause": accounts.agreement.waterfall_clause,
            "gp_in_pool": accounts.agreement.gp_in_pool,
        },
    }


def pdf_of(content: dict) -> bytes:
    """This function will print a statement in English and 繁體中文 as a tagged PDF."""
    return render(
        "partner_statement",
        content,
        date=date.fromisoformat(content["as_of"]),
        title=f"Capital account statement {content['reference']}",
    )


def _fund(fund: Fund) -> dict:
    return {
        "code": fund.code,
        "name_en": fund.name_en,
        "name_zh_hant": fund.name_zh_hant,
        "cap637_number": fund.cap637_number,
        "manager_en": fund.manager.name_en,
        "manager_zh_hant": fund.manager.name_zh_hant,
    }


def _first_day(fund: Fund, opening: date) -> date:
    return max(opening + timedelta(days=1), fund.first_closing_date)


def _account(accounts: Accounts, partner: int | None, openings: dict[str, date], as_of: date) -> list[dict]:
    """The lines of an account: opening balance, each cause, closing balance, each with its three amounts."""
    periods = {name: accounts.period(partner, opening, as_of) for name, opening in openings.items()}

    def line(cause: str, of: Callable) -> dict:
        return {"cause": cause, **{f"{name}_hkd": plain(of(period)) for name, period in periods.items()}}

    moved = periods["inception"].movements
    causes = [cause for cause in CAUSES if cause in ALWAYS or getattr(moved, cause)]
    return [
        line("opening", lambda period: period.opening_hkd),
        *(line(cause, lambda period, cause=cause: getattr(period.movements, cause)) for cause in causes),
        line("closing", lambda period: period.closing_hkd),
    ]


def _position(accounts: Accounts, as_of: date, partner: int | None) -> dict:
    """What stands beside the account, and the multiples on what was called, the GP's carry left out."""
    standings = accounts.at[as_of].values() if partner is None else [accounts.at[as_of][partner]]
    names = ("committed", "called", "outside", "recallable", "unfunded", "outstanding", "payable", "accrued_carry")
    sums = {f"{name}_hkd": total(getattr(one, f"{name}_hkd") for one in standings) for name in names}
    distributed = -total(one.figures.distributions_hkd for one in standings)
    nav = total(one.figures.nav_hkd for one in standings)
    called = total([sums["called_hkd"], sums["outside_hkd"]])
    value = nav - total(one.claim_hkd for one in standings)
    if partner is None:
        sums["accrued_carry_hkd"] = accounts.accrued_hkd[as_of]
    return {name: plain(amount) for name, amount in sums.items()} | {
        "distributed_hkd": plain(distributed),
        "nav_hkd": plain(nav),
        "dpi": _plain(ratio(distributed, called)),
        "rvpi": _plain(ratio(value, called)),
        "tvpi": _plain(ratio(distributed + value, called)),
        "pic": _plain(ratio(called, sums["committed_hkd"])),
    }


def _plain(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)

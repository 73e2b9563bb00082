"""The programme in figures: private investment (R26), start-ups brought here (R31), money called and left (A19)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funds import selectors
from funds.assumption_words import in_chinese
from funds.models import Fund, Scheme
from funds.portal.pages import show
from funds.rules.terms import Terms
from investments import oversight, uninvested_sheets
from investments.models import Company
from investments.portal.mandate import DayForm
from investments.portal.reading import funds_read_by, require_staff, views
from investments.rules import start_ups as arrival_states
from investments.rules import uninvested as ages
from investments.rules.kpi import Kpi, Split
from itvf.charts import Chart, Series
from itvf.dates import quarter_end
from itvf.explained import of_programme
from itvf.money import ZERO, total
from itvf.presentation import hk_date, hkd, hkd_millions, is_chinese, name_of, rate

ARRIVALS = {
    arrival_states.BROUGHT: (gettext_lazy("Brought to Hong Kong"), "good"),
    arrival_states.NOT_YET: (gettext_lazy("Not established here yet"), "wait"),
    arrival_states.HERE_BEFORE: (gettext_lazy("Here before its deal"), ""),
    arrival_states.UNKNOWN: (gettext_lazy("Not known whether a start-up"), "wait"),
    arrival_states.NOT_A_START_UP: (gettext_lazy("Not a start-up"), ""),
    arrival_states.LOCAL: (gettext_lazy("From Hong Kong"), ""),
}
AGES = {
    ages.OVERDUE: (gettext_lazy("Overdue for return"), "bad"),
    ages.SOON: (gettext_lazy("To be returned soon"), "wait"),
    ages.WAITING: (gettext_lazy("To be invested"), "info"),
}


@login_required
def kpi(request):
    """R26 as A24 defines it: private money in local start-ups, Government money beside it, company by company."""
    require_staff(request)
    form = DayForm(request)
    scheme = Scheme.objects.filter(instrument="lp").order_by("id").first()
    terms = selectors.terms_in_force(scheme, form.day) if scheme else None
    found = oversight.measure_kpi(Fund.objects.filter(selection__scheme=scheme), terms, form.day) if terms else None
    return show(
        request,
        "portal/portfolio/kpi.html",
        section="portfolio",
        views=views(request, "kpi"),
        filters=form,
        on=form.day,
        kpi=found,
        assumption=_assumption(terms, "A24") if terms else "",
        **(_kpi_parts(found, form.day) if found else {}),
    )


@login_required
def start_ups(request):
    """R31: start-ups from elsewhere that are established in Hong Kong since their deal with the programme."""
    require_staff(request)
    form = DayForm(request)
    found = oversight.arrivals(Fund.objects.all(), form.day)
    names = _names(one.investee.company_id for one in found)
    shown = [one for one in found if one.state != arrival_states.LOCAL]
    return show(
        request,
        "portal/portfolio/start_ups.html",
        section="portfolio",
        views=views(request, "start_ups"),
        filters=form,
        on=form.day,
        brought=arrival_states.brought(found),
        counts=[
            {"label": label, "count": sum(one.state == state for one in found)}
            for state, (label, _tone) in ARRIVALS.items()
        ],
        rows=[_arrival(one, names) for one in sorted(shown, key=lambda one: list(ARRIVALS).index(one.state))],
        jobs=sum(one.investee.jobs or 0 for one in found if one.state == arrival_states.BROUGHT),
    )


@login_required
def uninvested(request):
    """A19: what was called for investments and is not invested, by fund and call, with the day of its return."""
    funds = funds_read_by(request)
    form = DayForm(request)
    found = oversight.aged_list(funds, form.day)
    sums = {state: total(one.left.left_hkd for one in found if one.left.state == state) for state in AGES}
    by_age = ages.by_band(one.left for one in found)
    return show(
        request,
        "portal/portfolio/uninvested.html",
        section="portfolio",
        views=views(request, "uninvested"),
        filters=form,
        on=form.day,
        whole_hkd=total(sums.values()),
        sums=[(label, sums[state], state) for state, (label, _tone) in AGES.items()],
        bands=[
            (label, amount, f"age-{place}")
            for place, (label, amount) in enumerate(zip(band_names(), by_age, strict=True))
        ],
        rows=[_aged(one) for one in found],
        return_after=ages.RETURN_AFTER_DAYS,
    )


def band_names() -> list[str]:
    """What the age bands are called, the youngest first."""
    bounds = (-1, *ages.BANDS)
    names = [_("{first} to {last} days").format(first=low + 1, last=high) for low, high in pairwise(bounds)]
    return [*names, _("over {last} days").format(last=ages.BANDS[-1])]


@login_required
def uninvested_file(request, kind):
    """The same list as a file: XLSX in both languages, or CSV."""
    form = DayForm(request)
    found = oversight.aged_list(funds_read_by(request), form.day)
    content, content_type = uninvested_sheets.FILES[kind](found, form.day)
    name = f"called-and-not-invested-{form.day}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


# --- R26


def _kpi_parts(found: Kpi, on: date) -> dict:
    companies = _by_company(found.splits)
    names = _names(companies)
    beside = _others_beside(companies, on)
    counted, left_out = [], []
    for company, splits in companies.items():
        stands = [one for one in splits if one.payment.counts]
        if stands:
            counted.append(_counted_row(company, stands, names, beside))
        left_out += [_left_out_row(company, one, names, on) for one in splits if not one.payment.counts]
    return {
        "rows": counted,
        "sum": {
            "of": "",
            "cost_hkd": total([found.private_hkd, found.government_hkd, found.public_hkd]),
            "private_hkd": found.private_hkd,
            "government_hkd": found.government_hkd,
            "public_hkd": found.public_hkd,
            "others_hkd": total(row["others_hkd"] or ZERO for row in counted),
        },
        "left_out_columns": [
            (_("Company"), "text"),
            (_("Fund"), "text"),
            (_("Paid"), "date"),
            (_("Why it does not count"), "text"),
            (_("Cost (HK$)"), "money"),
            (_("Private money in it (HK$)"), "money"),
        ],
        "left_out": left_out,
        "chart": _progress_chart(found),
        "growth": _growth_chart(found),
    }


def _by_company(splits: Iterable[Split]) -> dict[int, list[Split]]:
    found: dict[int, list[Split]] = {}
    for one in sorted(splits, key=lambda one: (one.payment.company, one.payment.paid_date)):
        found.setdefault(one.payment.company_id, []).append(one)
    return found


def _counted_row(company: int, splits: list[Split], names: dict, beside: dict) -> dict:
    return {
        "of": f"/company-{company:d}",
        "name": names[company],
        "url": reverse("portal_company_page", args=[company]),
        "funds": ", ".join(sorted({one.payment.fund.upper() for one in splits})),
        "first": min(one.payment.paid_date for one in splits),
        "cost_hkd": total(one.payment.amount_hkd for one in splits),
        "private_hkd": total(one.private_hkd for one in splits),
        "government_hkd": total(one.government_hkd for one in splits),
        "public_hkd": total(one.public_hkd for one in splits),
        "others_hkd": beside.get(company),
    }


def _left_out_row(company: int, one: Split, names: dict, on: date) -> list:
    payment = one.payment
    if payment.counts is None:
        why = _("Not known yet whether it was a start-up in Hong Kong")
    elif payment.is_start_up is False:
        why = _("Not a start-up on that day")
    else:
        why = _("Not in Hong Kong on that day")
    link = (names[company], reverse("portal_company_page", args=[company]))
    cost, private = (
        (amount, of_programme("invested", of=f"{money}/payment-{payment.event:d}", on=on))
        for money, amount in (("cost", payment.amount_hkd), ("private", one.private_hkd))
    )
    return [link, payment.fund.upper(), payment.paid_date, why, cost, private]


def _others_beside(companies: Iterable[int], on: date) -> dict[int, Decimal]:
    """What other private investors put into the companies' rounds: shown beside, never counted (A24)."""
    rows = oversight.rounds_beside(companies, on).values_list("company").annotate(sum=Sum("others_private_hkd"))
    return dict(rows.order_by())


def _names(companies: Iterable[int]) -> dict[int, str]:
    """What companies are called in the reader's language."""
    return {pk: name_of(one) for pk, one in Company.objects.in_bulk(list(companies)).items()}


def _progress_chart(found: Kpi) -> Chart:
    """What counts against the target, the opening balance first."""
    return Chart(
        title=_("Progress to the target of R26"),
        description=_("{sum} of {target} counts: {share}. {missing} is missing.").format(
            sum=hkd(found.total_hkd),
            target=hkd(found.target_hkd),
            share=rate(found.share_rate and found.share_rate.quantize(Decimal("0.0001"))),
            missing=hkd(found.missing_hkd),
        ),
        labels=[_("Private investment counted")],
        series=[
            Series(_("Opening balance (2022)"), [found.opening_hkd]),
            Series(_("Under the programme"), [found.private_hkd]),
        ],
        show=hkd_millions,
        limit=found.target_hkd,
        limit_name=_("Target for 2027: {target}").format(target=hkd_millions(found.target_hkd)),
    )


def _growth_chart(found: Kpi) -> Chart | None:
    """Private and Government money in local start-ups, by the quarter in which it was paid, added up."""
    counted = [one for one in found.splits if one.payment.counts]
    quarters = sorted({quarter_end(one.payment.paid_date) for one in counted})
    if len(quarters) < 2:
        return None

    def upto(day: date, money: str) -> Decimal:
        return total(getattr(one, money) for one in counted if one.payment.paid_date <= day)

    return Chart(
        title=_("Money of the programme in local start-ups, by quarter"),
        description=_("By {day}: {private} private and {government} of the Government.").format(
            day=hk_date(quarters[-1]), private=hkd(found.private_hkd), government=hkd(found.government_hkd)
        ),
        labels=[hk_date(day) for day in quarters],
        series=[
            Series(_("Private money"), [upto(day, "private_hkd") for day in quarters]),
            Series(_("Government money"), [upto(day, "government_hkd") for day in quarters]),
        ],
        show=hkd_millions,
    )


def _assumption(terms: Terms, code: str) -> str:
    """An assumption's own words as the terms in force have them, in the reader's language where it is recorded."""
    found = terms.assumptions.get(code)
    if found is None:
        return ""
    chinese = in_chinese(scheme=terms.scheme, code=code, question=found.question, default=found.default)
    words = chinese if is_chinese() and chinese else {"question": found.question, "default": found.default}
    return (
        f"{words['question']}: {words['default']}" if not is_chinese() else f"{words['question']}：{words['default']}"
    )


# --- R31


def _arrival(one: arrival_states.Arrival, names: dict[int, str]) -> dict:
    label, tone = ARRIVALS[one.state]
    return {
        "investee": one.investee,
        "name": names[one.investee.company_id],
        "url": reverse("portal_company_page", args=[one.investee.company_id]),
        "state": {"label": label, "tone": tone},
    }


# --- A19


def _aged(one: oversight.Aged) -> dict:
    label, tone = AGES[one.left.state]
    return {
        "left": one.left,
        "fund": name_of(one.fund),
        "code": one.fund.code,
        "fund_url": reverse("portal_fund", args=[one.fund.code]),
        "state": {"label": label, "tone": tone},
        "age": ngettext("{count} day", "{count} days", one.left.age_days).format(count=one.left.age_days),
    }

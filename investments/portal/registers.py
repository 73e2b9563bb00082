"""The breach register and the register of consents: what stands against a rule, and by whose leave."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from funds.models import RecordedBreach
from funds.portal.pages import one_page, show
from investments import portfolio
from investments.models import Consent
from investments.portal.outcomes import found_in_words
from investments.portal.reading import Filters, FundField, address, choice, funds_read_by, may_open, views
from investments.rules.restrictions import RESTRICTIONS
from itvf.dates import today
from itvf.presentation import hk_date, name_of

OPEN, OVERDUE, CURED, CONSENTED = "open", "overdue", "cured", "consented"
BREACH_STATES = {
    OPEN: gettext_lazy("Open"),
    CONSENTED: gettext_lazy("Open, with a consent in force"),
    OVERDUE: gettext_lazy("Open and overdue"),
    CURED: pgettext_lazy("state of a breach", "Cured"),
}
LIVE, COMING, LAPSED, WAITING, REFUSED, REVOKED = "live", "coming", "lapsed", "draft", "refused", "revoked"
CONSENT_STATES = {
    LIVE: (gettext_lazy("Live"), "good"),
    COMING: (gettext_lazy("Not in force yet"), "info"),
    LAPSED: (gettext_lazy("Lapsed"), ""),
    WAITING: (gettext_lazy("Waiting for approval"), "wait"),
    REFUSED: (gettext_lazy("Refused"), "bad"),
    REVOKED: (gettext_lazy("Revoked"), "bad"),
}
SOON_DAYS = 30


class BreachFilters(Filters):
    """Whose breaches, of which rule, in which state."""

    fund = FundField(label=gettext_lazy("Fund"))
    rule = choice(gettext_lazy("Rule"), gettext_lazy("All rules"), ())
    state = choice(gettext_lazy("State"), gettext_lazy("All states"), BREACH_STATES.items())

    def __init__(self, request, funds, rules):
        super().__init__(request)
        self.fields["fund"].queryset = funds
        self.fields["rule"].choices = [("", _("All rules")), *((rule, rule) for rule in rules)]


class ConsentFilters(BreachFilters):
    """The same of consents."""

    state = choice(
        gettext_lazy("State"),
        gettext_lazy("All states"),
        [(state, label) for state, (label, _tone) in CONSENT_STATES.items()],
    )


@login_required
def breaches(request):
    """What breaks a rule and stands all the same: open first, the overdue before all."""
    funds, on = funds_read_by(request), today()
    found = RecordedBreach.objects.filter(fund__in=funds)
    filters = BreachFilters(request, funds, _rules(found))
    page = one_page(request, _filtered(found, filters.chosen, on))
    may_cure = may_open(request, "breach.cure", "portal_breach_cure")
    return show(
        request,
        "portal/portfolio/breaches.html",
        section="portfolio",
        views=views(request, "breaches"),
        filters=filters,
        counts=_counts(found, on),
        rows=[breach_row(one, on, may_cure=may_cure) for one in page],
        page_obj=page,
        on=on,
    )


@login_required
def consents(request):
    """Who allowed what a rule would stop, for how long, on what paper; a consent that lapsed stays in sight."""
    funds, on = funds_read_by(request), today()
    found = Consent.objects.filter(fund__in=funds)
    filters = ConsentFilters(request, funds, _rules(found))
    chosen = filters.chosen
    shown = found.select_related("fund", "proposal__company", "file", "recorded_by", "approved_by")
    shown = shown.filter(**{name: chosen[name] for name in ("fund", "rule") if name in chosen})
    if "state" in chosen:
        shown = shown.filter(_in_state(chosen["state"], on))
    page = one_page(request, shown.order_by(_last_when(~_in_state(LIVE, on)), "-expiry_date", "-id"))
    return show(
        request,
        "portal/portfolio/consents.html",
        section="portfolio",
        views=views(request, "consents"),
        filters=filters,
        rows=[consent_row(one, on) for one in page],
        page_obj=page,
        on=on,
    )


def breach_row(found: RecordedBreach, on: date, *, may_cure: bool = False) -> dict:
    """A breach as a reader reads it: its state in words, the sentence with its facts in the reader's language."""
    is_cured = found.cured_date is not None and found.cured_date <= on
    state = CURED if is_cured else OVERDUE if found.is_overdue(on) else OPEN
    tone = {CURED: "good", OVERDUE: "bad", OPEN: "wait"}[state]
    if state == OPEN and found.is_consented:
        state, tone = CONSENTED, "info"
    return {
        "breach": found,
        "anchor": f"breach-{found.pk}",
        "fund": name_of(found.fund),
        "fund_url": reverse("portal_fund", args=[found.fund.code]),
        "state": {"label": BREACH_STATES[state], "tone": tone},
        "sentence": found_in_words(found),
        "due": _due_words(found, on, is_cured),
        "is_cured": is_cured,
        "cured_by": found.cured_by if is_cured else None,
        "deal_url": _deal_url(found.source),
        "cure_url": address("portal_breach_cure", found.pk) if may_cure and not is_cured else "",
    }


def consent_row(found: Consent, on: date) -> dict:
    """A consent as a reader reads it, with what it lifts and until when."""
    label, tone = CONSENT_STATES[consent_state(found, on)]
    restriction = RESTRICTIONS.get(found.restriction)
    return {
        "consent": found,
        "fund": name_of(found.fund),
        "fund_url": reverse("portal_fund", args=[found.fund.code]),
        "state": {"label": label, "tone": tone},
        "restriction": _(restriction.title) if restriction else _("The whole rule"),
        "company": name_of(found.proposal.company) if found.proposal else "",
        "deal_url": reverse("portal_proposal", args=[found.proposal_id]) if found.proposal_id else "",
        "expiry": _expiry_words(found, on),
    }


def consent_state(found: Consent, on: date) -> str:
    """Where a consent stands on a day; an approved one lapses by itself."""
    if found.stage != Consent.Stage.APPROVED:
        return found.stage
    if found.expiry_date < on:
        return LAPSED
    return COMING if found.given_date and found.given_date > on else LIVE


def _rules(found: QuerySet) -> list[str]:
    """The rules that the register knows, R8 before R10."""
    rules = set(found.order_by().values_list("rule", flat=True).distinct())
    return sorted(rules, key=lambda rule: (len(rule), rule))


def _filtered(found: QuerySet[RecordedBreach], chosen: dict, on: date) -> QuerySet[RecordedBreach]:
    shown = found.filter(**{name: chosen[name] for name in ("fund", "rule") if name in chosen})
    state = chosen.get("state")
    if state == OPEN:
        shown = shown.filter(_open(on))
    elif state == CONSENTED:
        shown = shown.filter(_open(on)).filter(portfolio.consented(on))
    elif state == OVERDUE:
        shown = shown.filter(_open(on), cure_due_date__lt=on)
    elif state == CURED:
        shown = shown.filter(cured_date__lte=on)
    return in_order(shown, on)


def in_order(found: QuerySet[RecordedBreach], on: date) -> QuerySet[RecordedBreach]:
    """Breaches as they are read: the open before the cured, the first to be cured before all."""
    found = found.select_related("fund", "cured_by").annotate(is_consented=portfolio.consented(on))
    return found.order_by(
        _last_when(Q(cured_date__lte=on)), F("cure_due_date").asc(nulls_last=True), "-found_date", "-id"
    )


def _open(on: date) -> Q:
    return Q(cured_date__isnull=True) | Q(cured_date__gt=on)


def _last_when(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _counts(found: QuerySet[RecordedBreach], on: date) -> list[dict]:
    """How many stand in each state, over all that the reader may see; each leads to its list."""
    whole = found.count()
    cured = found.filter(cured_date__lte=on).count()
    overdue = found.filter(_open(on), cure_due_date__lt=on).count()
    counts = {OPEN: whole - cured, OVERDUE: overdue, CURED: cured}
    notes = {
        OPEN: _("found and not cured"),
        OVERDUE: _("the day agreed for the cure has passed"),
        CURED: _("they stay in the register"),
    }
    url = reverse("portal_breaches")
    return [
        {"label": BREACH_STATES[state], "count": count, "note": notes[state], "url": f"{url}?state={state}"}
        for state, count in counts.items()
    ]


def _due_words(found: RecordedBreach, on: date, is_cured: bool) -> str:
    if found.cure_due_date is None:
        return "" if is_cured else _("No day agreed yet")
    if is_cured:
        return hk_date(found.cure_due_date)
    days = (found.cure_due_date - on).days
    if days == 0:
        return _("{date}: today").format(date=hk_date(found.cure_due_date))
    if days < 0:
        words = ngettext("{date}: overdue by {count} day", "{date}: overdue by {count} days", -days)
        return words.format(date=hk_date(found.cure_due_date), count=-days)
    words = ngettext("{date}: {count} day left", "{date}: {count} days left", days)
    return words.format(date=hk_date(found.cure_due_date), count=days)


def _deal_url(source: str) -> str:
    """The deal in which a breach was found."""
    kind, _colon, number = source.partition(":")
    return reverse("portal_proposal", args=[int(number)]) if kind == "proposal" and number.isdecimal() else ""


def _in_state(state: str, on: date) -> Q:
    approved = Q(stage=Consent.Stage.APPROVED)
    given = Q(given_date__isnull=True) | Q(given_date__lte=on)
    conditions = {
        LIVE: approved & given & Q(expiry_date__gte=on),
        COMING: approved & Q(given_date__gt=on, expiry_date__gte=on),
        LAPSED: approved & Q(expiry_date__lt=on),
    }
    return conditions.get(state) or Q(stage=state)


def _expiry_words(found: Consent, on: date) -> str:
    days = (found.expiry_date - on).days
    if days < 0:
        return _("{date}: lapsed").format(date=hk_date(found.expiry_date))
    if days == 0:
        return _("{date}: its last day is today").format(date=hk_date(found.expiry_date))
    if days <= SOON_DAYS and found.stage == Consent.Stage.APPROVED:
        words = ngettext("{date}: lapses in {count} day", "{date}: lapses in {count} days", days)
        return words.format(date=hk_date(found.expiry_date), count=days)
    return hk_date(found.expiry_date)

"""Every route, asked by everybody: the answer is the one written down here, and never a fault.

A new route has no row in the matrix and fails until somebody has decided who may see it.
"""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from funds.models import FundMembership
from funds.services import fees, partnerships
from itvf.models import AuditEvent
from itvf.roles import FundRole
from tests import programme
from tests.conftest import PROVING
from tests.funds import borrowing, registered

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# who asks, and whose session it is; "nobody" has none
PRINCIPALS = ("nobody", "stranger", "contact", "other_maker", "maker", "finance", "auditor")
STAFF = {"officer", "finance", "auditor"}
GP = {"maker"}
EVERYBODY = {*PRINCIPALS, *STAFF} - {"nobody"}
EMPTY_LISTS = ("capital-calls", "companies", "contributions", "funds", "investments", "notices", "proposals")
EMPTY_LISTS += ("audit-events", "management-reports", "quarterly-reports")
EMPTY_LISTS += ("affiliations", "consents", "findings", "life-events", "rounds", "spend-reports", "valuations")
EMPTY_LISTS += ("company-groups", "rulings", "selections")
EMPTY_LISTS += ("applications", "assessments", "houses", "invitations", "submissions", "term-departures")
EMPTY_LISTS += ("government-payments", "payment-queries")
# What everybody may be answered anywhere: no such thing, not yours, other method, go elsewhere, write properly.
ANSWERS = {200, 201, 301, 302, 400, 401, 403, 404, 405, 409, 412, 415, 422, 428}
# Everybody's own: signing in and out, language, tokens.
OWN = re.compile(r"accounts/|i18n/|tokens|api/v1/tokens")
# Who may be answered 200 to a GET. By the route's name, or the start of its address; the first that fits counts.
MAY_READ = [
    (r"^health$|^metrics$|^accounts/|^i18n/|^static/|^api/v1/(schema|docs)$", EVERYBODY | {"nobody"}),
    (r"^admin/", STAFF),
    # the assessors' pages: those with a part in a round, of what they declared on; nobody of this cast has one
    (r"^assessment/rounds/", STAFF),
    (r"^assessment/", set()),
    # a person's own things, and lists that hold only what is theirs
    (r"^$|^tokens/$|^notices/$|^api/v1/(tokens|funds|capital-calls|notices|contributions)$", EVERYBODY),
    (r"^api/v1/(companies|proposals|investments|quarterly-reports|management-reports|audit-events)$", EVERYBODY),
    (r"^api/v1/(affiliations|consents|findings|life-events|rounds|spend-reports|valuations)$", EVERYBODY),
    (r"^api/v1/(company-groups|rulings|selections)$", EVERYBODY),
    # the twelve months of a selection: its manager's and the staff's
    (r"^selections/", STAFF | GP | {"other_maker"}),
    (r"^api/v1/portfolio/(board|confirmations|uninvested)$", EVERYBODY),
    (r"^api/v1/(government-payments|payment-queries)$", EVERYBODY),
    # late interest of a call: everybody in the fund, a partner's contact its own lines
    (r"^(api/v1/capital-)?calls/<int:pk>/late-interest/?$", STAFF | GP | {"contact"}),
    # rounds of selection: published for everybody; a house's own things are its people's, and nobody here is one
    (r"^rounds/(<slug:reference>/)?$", EVERYBODY | {"nobody"}),
    (r"^houses/new/$", EVERYBODY - STAFF),
    (r"^rounds/<slug:reference>/(ask|apply)/|^applications/|^houses/", set()),
    (r"^api/v1/(invitations|houses|applications|submissions)$|^api/v1/invitations/<slug:reference>$", EVERYBODY),
    (r"^api/v1/(applications|submissions|invitations)/", set()),
    # departures from an offer are the staff's
    (r"^api/v1/term-departures$", EVERYBODY),
    (r"^api/v1/term-departures/", STAFF),
    # an assessor's own tasks, and what they declared on; the board of a round is the staff's
    (r"^api/v1/(assessment-tasks|assessments)$", EVERYBODY),
    (r"^api/v1/assessed-applications/", set()),
    (r"^api/v1/assessments/", STAFF),
    # the published terms, and arithmetic
    (r"^api/v1/(schemes|calculations)/", EVERYBODY),
    # one partner's own notice: its contact's, its manager's, the staff's
    (r"^notices/|^api/v1/notices/", STAFF | GP | {"contact"}),
    (r"^api/v1/call-lines/|^api/v1/contributions/", STAFF | GP | {"contact"}),
    # an issued net notice: everybody in the fund, a partner's contact its own lines
    (r"^net-notices/<int:pk>/$|^api/v1/net-notices/<int:pk>$", STAFF | GP | {"contact"}),
    # a declared distribution: everybody in the fund; what closings and authorities say: the books' readers
    (
        r"^distributions/<int:pk>/$|^api/v1/distributions/<int:pk>(/lines|/payments)?$",
        STAFF | GP | {"contact"},
    ),
    (r"^closings/", STAFF | GP),
    # an issued call and the fund itself: everybody in the fund
    (r"^api/v1/capital-calls/|^calls/<int:pk>/$", STAFF | GP | {"contact"}),
    (
        r"^api/v1/funds/<slug:code>(/partners|/closings|/distributions|/fee-accruals|/hurdle)?$|^funds/<slug:code>/(calls/|distributions/)?$",
        STAFF | GP | {"contact"},
    ),
    # capital accounts and statements: a partner's contact its own, beside the fund's sums
    (r"^funds/<slug:code>/capital-accounts/|/partners/<int:pk>/statement", STAFF | GP | {"contact"}),
    # derivations: everybody in the fund, a partner's contact of its own lines only
    (
        r"^api/v1/funds/<slug:code>/explanations|^funds/<slug:code>/(explain|entries|capital-accounts)/",
        STAFF | GP | {"contact"},
    ),
    # the whole programme: staff
    (r"^api/v1/(management-reports|audit-events|portfolio|programme)", STAFF),
    (r"^api/v1/companies/", STAFF | GP | {"other_maker"}),
    # the portfolio's lists: a general partner sees its own funds in them; the programme's figures are the staff's
    (r"^programme/uninvested/", STAFF | GP | {"other_maker"}),
    (r"^(portfolio/|breaches/|consents/|duties/)$", STAFF | GP | {"other_maker"}),
    (r"^programme/", STAFF),
    # books, deals, reports, bank details: the manager's and the staff's
    (r"^api/v1/", STAFF | GP),
    (
        r"^(funds|calls|net-notices|contributions|distributions|late-interest|proposals|investments|findings|portfolio)/",
        STAFF | GP,
    ),
    (r"^(facilities|agreement-events)/", STAFF | GP),
    (r"^tokens/<slug:key>/revoke/$", set()),
]


def routes(patterns=None, prefix=""):
    """Every address pattern of the site, as text."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address


ROUTES = sorted(set(routes()))


def may_read(address: str) -> set[str]:
    for pattern, readers in MAY_READ:
        if re.search(pattern, address):
            return readers
    pytest.fail(f"{address} is in no row of the matrix: decide who may see it")


@pytest.fixture(autouse=True)
def plain_http(settings):
    """The test client asks without TLS."""
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture(scope="module")
def standing(held):
    """A fund with one of everything, and who asks about it."""
    cast = programme.enrol()
    scheme = programme.scheme()
    fund = programme.opened(cast, scheme)
    other = programme.founded(cast, scheme, code="ridge", ce_number="BQK314")
    about = {"by": cast.manager, "at": programme.at(programme.SIGNED)}
    partnerships.grant_membership(fund=other, user=cast.other_maker, role=FundRole.GP_MAKER, **about)
    private = fund.partners.filter(kind="private").first()
    partnerships.grant_membership(fund=fund, user=cast.contact, role=FundRole.PARTNER_CONTACT, partner=private, **about)
    assert FundMembership.objects.count() == 4
    programme.limits(cast)
    programme.funding(cast)
    call = programme.paid(cast, fund)
    target = programme.company(cast)
    programme.invested(cast, fund, target)
    fees.accrue(fund=fund, period_end=date(2025, 3, 31), by=cast.officer, at=programme.at(programme.LATER))
    line = call.lines.get(partner=private)
    distribution = programme.returned(cast, call)
    registered.term(cast, fund, "borrowing")
    facility = borrowing.facility(cast, fund)
    borrowing.move(cast, facility, "draw", "1000000.00", borrowing.DRAWN)
    return cast, {
        "distribution": distribution,
        "payment": distribution.lines.first().payments.get(),
        "fund": fund,
        "call": call,
        "line": line,
        "partner": private,
        "notice": line.notice,
        "company": target,
        "proposal": fund.proposals.get(),
        "document": fund.proposals.get().documents.first(),
        "investment": fund.investments.get(),
        "contribution": line.contributions.get(),
        "facility": facility,
        "movement": facility.movements.get(),
        "event": registered.event(cast, fund, "conflict_declared", programme.CALLED, clause="LPA 8.5"),
    }


def filled(address: str, things: dict) -> str:
    """An address with the ids of things that there are; what there is none of gets 1."""
    kinds = {
        "calls/": "call",
        "capital-calls/": "call",
        "notices/": "notice",
        "companies/": "company",
        "proposals/": "proposal",
        "investments/": "investment",
        "call-lines/": "line",
        "contributions/": "contribution",
        "capital-accounts/": "partner",
        "partners/": "partner",
        "distributions/": "distribution",
        "distribution-payments/": "payment",
        "facilities/": "facility",
        "facility-movements/": "movement",
        "agreement-events/": "event",
    }
    for start, kind in kinds.items():
        address = re.sub(rf"(?<![\w-]){start}<int:pk>", f"{start}{things[kind].pk}", address)
    address = address.replace("<int:document>", str(things["document"].pk))
    address = address.replace("<slug:code>/terms", "itvf-enhanced-2024/terms").replace(
        "<slug:code>", things["fund"].code
    )
    for page in ("programme/explain/<slug:name>", "programme/explanations/<slug:figure>"):
        address = address.replace(page, page.partition("<")[0] + "kpi")
    address = address.replace("<slug:period_end>", "2025-06-30").replace("<slug:kind>", "match")
    address = re.sub(r"\^|\$|\\Z|\(\?P<format>.*?\)|\?", "", address)
    address = re.sub(r"\(\?P<\w+>[^)]*\)|<[\w:]+>|\(P<\w+>[^)]*\)", "1", address)
    return "/" + re.sub(r"\\(.)", r"\1", address)


def session_of(cast, principal: str) -> Client:
    client = Client(raise_request_exception=False)
    if principal != "nobody":
        client.force_login(getattr(cast, principal), BACKEND)
    return client


def asked_of(principal: str, *, changes: bool = False) -> list[str]:
    """The addresses that somebody asks for. One gate keeps the admin site, the same for all who are no staff, and an
    auditor holds no permission of any verb: the others try every address of it in the long suite."""
    tries = {"nobody", "officer"} if changes else {"nobody", "stranger", *STAFF}
    return [
        address
        for address in ROUTES
        if not is_skipped(address) and (PROVING or principal in tries or not address.startswith("admin/"))
    ]


def is_skipped(address: str) -> bool:
    return "logout" in address or address.startswith("static") or "autocomplete" in address


class TestEveryRoute:
    def test_has_a_row_in_the_matrix(self):
        assert [address for address in ROUTES if may_read(address) is None] == []

    @pytest.mark.parametrize(
        "principal",
        # staff read the same, whatever the role: the second of them in the long suite
        [pytest.param(one, marks=[pytest.mark.prove] if one == "finance" else []) for one in PRINCIPALS],
    )
    def test_is_read_by_those_who_may_and_carries_the_security_headers(self, world, principal):
        cast, things = world
        client, wrong = session_of(cast, principal), {}
        for address in asked_of(principal):
            answer = client.get(filled(address, things))
            if answer.status_code not in ANSWERS or (answer.status_code == 200 and principal not in may_read(address)):
                wrong[address] = answer.status_code
            elif lacking := headers_lacking(address, answer, principal):
                wrong[address] = lacking
        assert wrong == {}

    @pytest.mark.parametrize("principal", ["nobody", "stranger", "contact", "other_maker", "auditor"])
    def test_is_changed_by_nobody_without_a_part_in_it(self, world, principal):
        cast, things = world
        client, wrong, last = session_of(cast, principal), {}, AuditEvent.objects.latest("id").pk
        for address in asked_of(principal, changes=True):
            if OWN.match(address):
                continue
            answer = client.post(filled(address, things), data={})
            if answer.status_code not in ANSWERS or (
                answer.status_code in (200, 201) and principal not in may_read(address)
            ):
                wrong[address] = answer.status_code
        assert wrong == {}
        done = AuditEvent.objects.filter(pk__gt=last).exclude(verb__endswith=".refused")
        done = done.exclude(verb="notice.view")  # to read one's notice is to have been served
        assert list(done.values_list("verb", flat=True)) == []

    @pytest.mark.parametrize("principal", ["maker", "officer"])
    def test_answers_a_post_of_nothing_without_a_fault(self, world, principal):
        cast, things = world
        client, wrong = session_of(cast, principal), {}
        for address in asked_of(principal, changes=True):
            if OWN.match(address):
                continue
            answer = client.post(filled(address, things), data={})
            if answer.status_code >= 500:
                wrong[address] = answer.status_code
        assert wrong == {}

    def test_shows_a_stranger_lists_with_nothing_in_them(self, world):
        cast, _things = world
        client = session_of(cast, "stranger")
        assert {name: client.get(f"/api/v1/{name}").json()["results"] for name in EMPTY_LISTS} == {
            name: [] for name in EMPTY_LISTS
        }


def headers_lacking(address: str, answer, principal: str) -> list[str]:
    """The security headers that a page lacks."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    policy = answer.headers.get("Content-Security-Policy", "")
    kept = {
        "default-src": "default-src" in policy,
        "frame-ancestors": "frame-ancestors 'none'" in policy,
        "unsafe": address.startswith("admin/") or "unsafe" not in policy,
        "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "corp": answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin",
        "no-store": principal == "nobody" or "no-store" in answer.headers.get("Cache-Control", ""),
        "permissions-policy": "Permissions-Policy" in answer.headers,
        "referrer-policy": "Referrer-Policy" in answer.headers,
    }
    return [name for name, is_kept in kept.items() if not is_kept]

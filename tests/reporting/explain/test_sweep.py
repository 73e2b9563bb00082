"""Every computed figure on a page opens to its derivation, and the derivation holds the figure that is printed."""

import re
from decimal import Decimal
from http import HTTPStatus
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse
from django.utils.dateparse import parse_date

from itvf.dates import now
from itvf.derivation import nodes
from itvf.errors import NotFound
from reporting.explain import programme
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import portal
from tests.reporting.explain import world as worlds
from tests.reporting.explain.pages import figures
from tests.reporting.explain.world import ON, QUARTER

pytestmark = pytest.mark.django_db

CONTACT_READS = (
    "fund",
    "accounts",
    "account",
    "call",
    "net notice",
    "late interest",
    "distributions",
    "distribution",
)
ZERO_ONLY = re.compile(r"(HK\$ )?0\.00$")
MONEY = re.compile(r"\d[\d,]*\.\d\d(?!\d|%|x|×)")
# Figures without a derivation of their own, by page and label, and why.
TYPED = "it was typed in, in a draft, a report or a deal, and is shown as it was typed"
TERM = "a term of the agreement, with its clause beside it"
ROWS = "the sum of the rows on the page, each of which opens, or of the part of them that the label names"
EVENT = "what one event booked: its journal entry stands beside it"
SPEND = "reported line by line by the manager and verified; the page lists the lines and the straight line of A16"
ALLOWED = {
    "board": dict.fromkeys(("Invested at cost", "Held at cost", "Fair value in the books", "Proceeds and income"), ROWS)
    | {"Hong Kong spend, expected by now (HK$)": SPEND},
    "call": dict.fromkeys(("Amount", "Amount (HK$)"), TYPED),
    "company": dict.fromkeys(("Amount", "Change of cost", "Realised gain", "part", "proceeds"), EVENT)
    | dict.fromkeys(
        (
            "Accepted on verification",
            "Expected by now",
            "Rejected on verification",
            "Reported",
            "Required by the end",
            "Undertaken",
        ),
        SPEND,
    ),
    "conventions": {"Against the agreement's (HK$)": "the difference of two carries that open"},
    "distribution": dict.fromkeys(("Amount", "Amount (HK$)", "Of it recallable"), TYPED)
    | dict.fromkeys(("Carried interest", "Catch-up", "Hurdle"), TERM),
    "distributions": {"Amount (HK$)": TYPED},
    "fee of a quarter": {"Rate a year": TERM},
    "kpi": dict.fromkeys(
        (
            "Cost (HK$)",
            "Government money, beside it",
            "Government money, beside it (HK$)",
            "Others in its rounds, not counted (HK$)",
            "Private money, counts (HK$)",
            "Public bodies', counts to neither (HK$)",
        ),
        "a company's payments over all funds, shared by the commitments of the day; the sum opens fund by fund",
    ),
    "lot": dict.fromkeys(("Amount (HK$)", "Change of cost (HK$)"), EVENT),
    # The figures of each partner open: TestANetNotice counts them.
    "net notice": {"Amount (HK$)": TYPED}
    | dict.fromkeys(("Called (HK$)", "Distributed (HK$)", "Set off (HK$)", "Net (HK$)"), ROWS),
    "proposal": dict.fromkeys(("Amount", "Hong Kong spend undertaken"), TYPED)
    | dict.fromkeys(
        ("commitments", "cost", "outside the ecosystem"), "a fact of the outcome, whose headroom opens to all"
    ),
    "uninvested": dict.fromkeys(
        (
            "0 to 30 days",
            "31 to 60 days",
            "61 to 90 days",
            "Not invested (HK$)",
            "Not invested in all",
            "Overdue for return",
            "To be invested",
            "To be returned soon",
            "over 90 days",
        ),
        ROWS,
    ),
}


@pytest.fixture(scope="module")
def standing(held):
    """The fund whose figures are explained, and a net notice of it."""
    world = worlds.build()
    world.netting = worlds.net_notice(world)
    return world


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, ON)


def addresses(world) -> dict[str, str]:
    """The pages that show computed figures, by what they are."""
    fund, code = world.fund, world.fund.code
    call, given = fund.calls.get(netting=None), fund.distributions.filter(netting=None).order_by("number").last()
    lot = world.lot
    return {
        "fund": f"/funds/{code}/",
        "accounts": f"/funds/{code}/capital-accounts/",
        "account": f"/funds/{code}/capital-accounts/{world.partner.pk}/",
        "fees": f"/funds/{code}/fees/",
        "fee of a quarter": f"/funds/{code}/fees/{QUARTER}/",
        "call": f"/calls/{call.pk}/",
        "net notice": f"/net-notices/{world.netting.pk}/",
        "late interest": f"/calls/{call.pk}/late-interest/",
        "distributions": f"/funds/{code}/distributions/",
        "distribution": f"/distributions/{given.pk}/",
        "conventions": f"/funds/{code}/conventions/",
        "lot": f"/investments/{lot.pk}/",
        "mandate": f"/funds/{code}/mandate/",
        "proposal": f"/proposals/{lot.proposal_id}/",
        "board": "/portfolio/",
        "company": f"/portfolio/companies/{lot.company_id}/",
        "kpi": "/programme/kpi/",
        "uninvested": "/programme/uninvested/",
        "all funds": "/programme/funds/",
        "returns": f"/funds/{code}/returns/",
    }


def read(user, address: str) -> str:
    answer = portal.client_of(user).get(address)
    assert answer.status_code == HTTPStatus.OK, address
    return answer.content.decode()


def derived(world, url: str, user):
    """The derivation that an address leads to."""
    at, asked = urlparse(url), parse_qs(urlparse(url).query)
    name = at.path.rstrip("/").rpartition("/")[2]
    on = parse_date(asked.get("on", [""])[0]) or ON
    if at.path.startswith("/programme/"):
        return programme.explain(name, Question(None, on, user, now()))
    return explain(name, Question(world.fund, on, user, now(), of=asked.get("of", [""])[0]))


def amounts(text: str) -> list[Decimal]:
    return [Decimal(one.replace(",", "")) for one in MONEY.findall(text)]


class TestAPartnerSContact:
    def test_opens_every_link_that_its_pages_offer(self, world):
        contact, pages = world.cast.partner, addresses(world)
        opened = 0
        for name in CONTACT_READS:
            for one in figures(read(contact, pages[name])):
                for url in one.urls:
                    opened += 1
                    derived(world, url, contact)
        assert opened > 40


class TestEveryPage:
    def test_opens_its_figures(self, world):
        bare = []
        for name, address in addresses(world).items():
            for one in figures(read(world.cast.officer, address)):
                if not one.urls and one.label not in ALLOWED.get(name, ()) and not ZERO_ONLY.match(one.text):
                    bare.append(f"{name}: {one.label!r} {one.text}")
        assert not bare, "\n".join(bare)

    def test_prints_what_its_derivations_hold(self, world):
        wrong, opened = [], 0
        for name, address in addresses(world).items():
            for one in figures(read(world.cast.officer, address)):
                if not one.urls:
                    continue
                opened += 1
                trees = [derived(world, url, world.cast.officer) for url in one.urls]
                held = {abs(node.value) for tree in trees for node in nodes(tree) if isinstance(node.value, Decimal)}
                printed = set(amounts(one.text)) - {Decimal(0)}
                if printed and held.isdisjoint(printed):
                    wrong.append(f"{name}: {one.label!r} prints {one.text}, {one.urls} give {held}")
        assert not wrong, "\n".join(wrong)
        assert opened > 150


class TestANetNotice:
    def test_opens_every_partner_s_figures_on_page_and_record_and_over_the_api(self, world):
        officer, lines = world.cast.officer, world.netting.lines.count()
        printed = figures(read(officer, addresses(world)["net notice"]))
        opened = [url for one in printed for url in one.urls if "/explain/net-line/" in url]
        assert len(opened) == 4 * lines
        client = portal.client_of(officer)
        record = client.get(reverse("admin:funds_netting_change", args=[world.netting.pk])).content.decode()
        assert record.count("/explain/net-line/") == lines
        for line in client.get(f"/api/v1/net-notices/{world.netting.pk}").json()["lines"]:
            for name in ("called_hkd", "distributed_hkd", "set_off_hkd", "net_hkd"):
                tree = client.get(line["explained"][name]).json()["derivation"]
                assert tree["value"] == line[name]

    def test_adds_up_to_lines_that_open_by_themselves(self, world):
        for line in world.netting.lines.all():
            for name in ("called", "distributed", "set_off", "net"):
                tree = explain("net-line", Question(world.fund, ON, world.cast.officer, now(), of=f"{line.pk}/{name}"))
                assert tree.value == getattr(line, f"{name}_hkd")
                assert [node.name for node in nodes(tree) if node.difference] == []
                for node in nodes(tree):
                    if node.opens:
                        figure, of = node.opens
                        further = explain(figure, Question(world.fund, ON, world.cast.officer, now(), of=of))
                        assert further.value == abs(node.value)

    def test_is_hidden_from_another_partner(self, world):
        other = world.netting.lines.exclude(partner=world.partner).first()
        for of in (f"{other.pk}/net", "net", "x/net", f"{other.pk}/fee"):
            with pytest.raises(NotFound):
                explain("net-line", Question(world.fund, ON, world.cast.partner, now(), of=of))

"""Every computed figure on a page opens to its derivation, and the derivation holds the figure that is printed."""

import re
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qs, urlparse

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.dateparse import parse_date

from funds.services import nettings
from itvf import explained
from itvf.admin_records import RecordAdmin
from itvf.dates import now
from itvf.derivation import nodes
from itvf.errors import NotFound
from reporting.demo.acts import moment
from reporting.explain import programme
from reporting.explain.cancelled import CANCELLED
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests import portal
from tests.reporting.explain import routes
from tests.reporting.explain import world as worlds
from tests.reporting.explain.not_derived import IN_ANSWERS, ON_PAGES, ON_RECORDS, PARTS
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
    on, of = parse_date(asked.get("on", [""])[0]) or ON, asked.get("of", [""])[0]
    if at.path.startswith("/programme/"):
        return programme.explain(name, Question(None, on, user, now(), of=of))
    return explain(name, Question(world.fund, on, user, now(), of=of))


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
                    for node in nodes(derived(world, url, contact)):
                        if node.opens:
                            derived(world, explained.address(world.fund.code, node.opens[0], of=node.opens[1]), contact)
        assert opened > 40

    def test_follows_its_net_asset_value_to_its_own_lines(self, world):
        ask = partial(Question, world.fund, ON, world.cast.partner, now())
        tree = explain("nav", ask(of=f"{world.partner.pk}"))
        assert "fees_hkd" in {of.partition("-")[2] for _figure, of in (part.opens for part in tree.parts)}
        for part in tree.parts:
            figure, of = part.opens
            assert abs(explain(figure, ask(of=of)).value) == abs(part.value)


class TestEveryRoute:
    """No page and no answer is registered here: a new one is read as soon as it has an address."""

    def test_of_the_portal_opens_its_figures(self, world):
        bare, seen = [], 0
        client = portal.client_of(world.cast.officer)
        for name, pattern in routes.named("portal_"):
            answer = client.get(routes.filled(world, pattern))
            if answer.status_code != HTTPStatus.OK or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            for one in figures(answer.content.decode()):
                seen += 1
                if not one.urls and one.label not in ON_PAGES.get(name, ()) and not ZERO_ONLY.match(one.text):
                    bare.append(f"{name}: {one.label!r} {one.text}")
        assert not bare, "\n".join(bare)
        assert seen > 500

    def test_of_the_api_names_the_derivations_of_its_figures(self, world):
        bare, seen = set(), 0
        client = portal.client_of(world.cast.officer)
        for name, pattern in routes.named("api_"):
            answer = client.get(routes.filled(world, pattern))
            if answer.status_code != HTTPStatus.OK or not answer.headers["Content-Type"].endswith("json"):
                continue
            seen += 1
            bare |= {f"{name}: {field}" for field in routes.bare(answer.json())}
        wrong = [one for one in bare if one not in IN_ANSWERS and not one.startswith((*PARTS, "api_audit_events"))]
        assert not wrong, "\n".join(sorted(wrong))
        assert seen > 40

    def test_of_the_admin_opens_its_figures(self, world):
        """One record of every kind that the world has; what its rows show as typed stands once in the list."""
        client, bare, seen = portal.client_of(world.cast.officer), [], 0
        for model, shown in admin.site._registry.items():
            thing = model._default_manager.order_by("pk").last()
            if thing is None or not issubclass(type(shown), RecordAdmin):
                continue
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            answer = client.get(reverse(f"admin:{name}_change", args=[thing.pk]))
            if answer.status_code != HTTPStatus.OK:
                continue
            found = [
                one
                for one in figures(answer.content.decode())
                if one.label not in (*ON_RECORDS[""], *ON_RECORDS.get(name, ()))
            ]
            seen += len(found)
            bare += [f"{name}: {one.label!r} {one.text}" for one in found if not one.urls and one.text != "0.00"]
        assert not bare, "\n".join(bare)
        assert seen > 40


class TestEveryPage:
    def test_prints_what_its_derivations_hold(self, world):
        wrong, opened = [], 0
        for name, address in addresses(world).items():
            for one in figures(read(world.cast.officer, address)):
                if not one.urls:
                    continue
                opened += 1
                trees = [derived(world, url, world.cast.officer) for url in one.urls]
                every = [node for tree in trees for node in nodes(tree)]
                wrong += [f"{name}: {one.urls} lacks {node.difference}" for node in every if node.difference]
                held = {abs(node.value) for node in every if isinstance(node.value, Decimal)}
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
        assert record.count("/explain/net-line/") == 5 * lines
        assert record.count("/explain/sum/") == 4
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

    def test_that_is_cancelled_opens_to_what_was_told(self, world):
        told, cast = now(), world.cast
        about = {"by": cast.signatory(world.fund), "at": moment(worlds.NETTED, 15), "reason": "Wrong day"}
        nettings.cancel(netting=world.netting, **about)
        ask = partial(Question, world.fund, ON, cast.officer, now())
        for line in world.netting.lines.all():
            tree = explain("net-line", ask(of=f"{line.pk}/net"))
            assert tree.value == line.net_hkd
            opened = [node for node in nodes(tree) if node.opens]
            assert opened
            for node in opened:
                figure, of = node.opens
                further, before = (explain(figure, ask(of=of, known_at=when)) for when in (None, told))
                assert further.value == before.value == abs(node.value)
                assert (further.note, before.note) == (CANCELLED, "")
                assert len(further.entries) == len(before.entries) + 1 == 2

    def test_is_hidden_from_another_partner(self, world):
        other = world.netting.lines.exclude(partner=world.partner).first()
        for of in (f"{other.pk}/net", "net", "x/net", f"{other.pk}/fee"):
            with pytest.raises(NotFound):
                explain("net-line", Question(world.fund, ON, world.cast.partner, now(), of=of))

"""A proposal's page: what people decided and consented to, its documents, the thread, and no other fund's name."""

from datetime import date

import pytest

from investments.models import Proposal
from investments.services import investments, rulings
from tests import portal, programme
from tests.investments.portal import world
from tests.investments.portal.reading import plain, rows
from tests.programme import at

DAY = date(2025, 5, 6)
TOKENS = "Patients are rewarded with tokens."
HEADINGS = ("To be settled first", "Needs a consent", "Met")


@pytest.fixture
def deal(made):
    """A second deal of the fund, with words that hint at crypto."""
    return programme.proposed(made.people, made.fund, made.company, "5000000.00", description=TOKENS)


@pytest.fixture
def url(deal):
    """Its page."""
    return f"/proposals/{deal.pk}/"


def ask(made, deal, words: str = "Who trades the tokens?", on: date = DAY) -> None:
    """The Corporation queries the deal."""
    deal.refresh_from_db()
    investments.answer(proposal=deal, answer="query", reason=words, by=made.people.officer, at=at(on))


class TestWhatTheRulesSay:
    """What waits first, then what is met; figures as amounts."""

    def test_is_grouped_and_measured(self, made, maker, url, text):
        page = plain(text(maker, url))
        places = [page.index(heading) for heading in ("To be settled first", "Met (")]
        assert places == sorted(places)
        assert "At most 15% of it HK$ 90,000,000.00 Headroom HK$ 45,000,000.00" in page
        assert "R13 cannot be judged yet" in page

    def test_of_a_deal_that_is_tried_out_is_grouped_too(self, made, maker):
        given = {
            "sector": "other",
            "financing_stage": "series_c",
            "instrument": "equity",
            "description": "Sensors.",
            "amount_hkd": "100,000,000",
            "expected_date": "2026-07-20",
            "hong_kong_spend_undertaken_hkd": "50,000,000",
            "undertaking_signed_date": "2026-06-09",
            "check": "1",
        }
        before = Proposal.objects.count()
        answer = maker.post(f"/funds/{made.fund.code}/companies/{made.company.pk}/propose/", given)
        page = plain(answer.content.decode())
        places = [page.index(f"{heading} (") for heading in HEADINGS]
        assert places == sorted(places)
        assert "At most 15% of it HK$ 90,000,000.00 Headroom HK$ (50,000,000.00)" in page
        assert "The Corporation may consent to it." in page
        assert Proposal.objects.count() == before


class TestRulings:
    """A person's decision, its reason, and whether it still counts."""

    def test_are_shown_with_their_reason(self, made, deal, maker, url, text):
        about = {"reason": "Points in a shop, not traded.", "by": made.people.officer, "at": at(DAY)}
        rulings.decide(proposal=deal, restriction="prohibited", holds=True, **about)
        page = plain(text(maker, url).split('id="rulings"')[1].split("</section>")[0])
        assert "The rule is met R13 · Prohibited investments" in page
        assert "Points in a shop, not traded." in page
        assert f"{made.people.officer} · 6 May 2025" in page
        assert "tokens" in page
        assert "Counts no longer" not in page

    def test_count_no_longer_once_another_took_their_place(self, made, deal, maker, url, text):
        about = {"by": made.people.officer, "at": at(DAY)}
        rulings.decide(proposal=deal, restriction="prohibited", holds=True, reason="Points.", **about)
        deal.company.description = "Pays in bitcoin."
        deal.company.save()
        investments.recheck(proposal=deal, by=made.people.officer, at=at(DAY))
        page = plain(text(maker, url).split('id="rulings"')[1].split("</section>")[0])
        assert "Counts no longer" in page


class TestConsents:
    """Who allowed what, until when, on what paper."""

    def test_are_shown_live_and_lapsed(self, made, maker, text):
        world.consent(made)
        world.consent(made, expiry=date(2026, 4, 30), given=date(2025, 5, 5))
        page = text(maker, f"/proposals/{made.investment.proposal_id}/")
        live, lapsed = rows(page, "Consents")
        for said in ("Live R11", "The Corporation", "MIN-2026-03", "lapses in 20 days", "later round"):
            assert said in live
        assert lapsed.startswith("Lapsed")


class TestTheThread:
    """Questions and answers in the order of time, the reply at its end."""

    def test_stands_in_the_order_of_time(self, made, deal, maker, url, text):
        ask(made, deal)
        investments.resubmit(proposal=deal, reply="Nobody does.", by=made.people.maker, at=at(date(2025, 5, 7)))
        ask(made, deal, "Show the rules of the shop.", date(2025, 5, 8))
        page = plain(text(maker, url).split('id="thread"')[1])
        said = [
            f"The general partner · {made.people.maker} · 2 May 2025",
            f"The Corporation · {made.people.officer} · 6 May 2025",
            "Who trades the tokens?",
            "Nobody does.",
            "Show the rules of the shop.",
            "Send the reply",
        ]
        assert [page.index(one) for one in said] == sorted(page.index(one) for one in said)

    def test_takes_the_reply_at_its_end(self, made, deal, maker, url):
        ask(made, deal)
        refused = maker.post(f"{url}reply/", {"reply": " "})
        assert refused.status_code == 422
        assert 'href="#id_reply"' in refused.content.decode()
        assert "Who trades the tokens?" in refused.content.decode()
        assert maker.post(f"{url}reply/", {"reply": "Nobody does."}).url == url
        assert deal.replies.get().reply == "Nobody does."

    def test_asks_only_who_may_reply_and_only_a_query(self, made, deal, maker, officer, url, text):
        assert "Send the reply" not in text(maker, url)
        ask(made, deal)
        assert "Send the reply" in text(maker, url)
        assert "Send the reply" not in text(officer, url)
        assert "Send the reply" not in text(portal.client_of(made.people.signatory), url)


class TestDocuments:
    """Saved from the page by those who may see the deal."""

    def test_are_given_as_an_attachment(self, made, deal, maker, officer, url, text):
        paper = deal.documents.get(kind="term_sheet")
        address = f"{url}documents/{paper.pk}/"
        assert f'href="{address}"' in text(maker, url)
        for client in (maker, officer):
            answer = client.get(address)
            assert answer.content == b"%PDF-1.7 demo"
            assert answer["Content-Type"] == "application/pdf"
            assert answer["Content-Disposition"] == 'attachment; filename="term_sheet.pdf"'
            assert answer["X-Content-Type-Options"] == "nosniff"

    def test_are_hidden_from_others(self, made, deal, outsiders, url):
        world.second_fund(made, holds=False)
        address = f"{url}documents/{deal.documents.first().pk}/"
        others = (*outsiders, portal.client_of(made.people.other_maker))
        assert {client.get(address).status_code for client in others} == {404}

    def test_are_found_under_their_own_deal_only(self, made, deal, maker):
        paper = deal.documents.first()
        assert maker.get(f"/proposals/{made.investment.proposal_id}/documents/{paper.pk}/").status_code == 404


class TestAnotherFundsCompany:
    """A manager learns that another fund holds the company, and staff which."""

    @pytest.fixture
    def crossed(self, made):
        """A deal of another manager's fund in the company that the first fund holds, and that manager."""
        world.second_fund(made)
        return made.other_investment.proposal, portal.client_of(made.people.other_maker)

    def test_is_not_named_to_a_manager_anywhere(self, made, crossed):
        deal, other = crossed
        pages = [
            f"/proposals/{deal.pk}/",
            f"/portfolio/companies/{made.company.pk}/",
            "/breaches/",
            f"/funds/{deal.fund.code}/mandate/",
            f"/api/v1/proposals/{deal.pk}",
            f"/api/v1/funds/{deal.fund.code}/breaches",
        ]
        told = {page: other.get(page).content.decode() for page in pages}
        assert "Another fund of the programme holds the company." in told[pages[0]]
        assert "Another fund of the programme holds the company." in told[pages[4]]
        for page, words in told.items():
            assert made.fund.name_en not in words, page

    def test_is_named_to_staff(self, made, crossed, officer, text):
        assert f"Held by {made.fund.name_en}" in plain(text(officer, f"/proposals/{crossed[0].pk}/"))


class TestTheList:
    def test_says_what_the_rules_say_today_in_one_statement(self, made, maker, count):
        url = f"/funds/{made.fund.code}/proposals/"
        programme.proposed(made.people, made.fund, made.company, "5000000.00", documents=[], description="A casino.")
        one = count(maker, url)
        programme.proposed(made.people, made.fund, made.company, "5000000.00", documents=[], instrument="loan")
        page = maker.get(url).content.decode()
        assert "Evidence wanted for R13" in page
        assert "Against R12, R13" in page
        assert count(maker, url) == one

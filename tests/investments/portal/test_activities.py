"""What a company does, looked up by words or digits and recorded in the portal."""

import pytest

from investments.models import CompanyActivity
from investments.portal import activities
from tests import portal
from tests.investments.portal import world
from tests.investments.portal.reading import plain, rows

SOFTWARE = {"hsic_code": "620100", "since_date": "2025-01-01", "description": "Software for robots"}


@pytest.fixture
def url(made):
    """Where the activities of the first company are recorded."""
    return f"/funds/harbour/companies/{made.company.pk}/activities/"


class TestTheSearch:
    """By digits of any length, or by all words, in either language."""

    @pytest.mark.parametrize("asked", ["62", "6201", "620100"])
    def test_finds_the_division_of_a_code(self, asked):
        assert [one.code for one in activities.found(asked)] == ["62"]

    def test_finds_all_divisions_that_begin_with_one_digit(self):
        assert {one.code[0] for one in activities.found("6")} == {"6"}

    def test_finds_by_words_in_both_languages(self):
        english, chinese = activities.found("gambling"), activities.found("博彩")
        assert [one.code for one in english] == [one.code for one in chinese] == ["92"]

    def test_wants_all_words_and_finds_nothing_for_others(self):
        assert activities.found("gambling fishing") == []
        assert activities.found("00") == []

    def test_is_shown_with_what_it_hints_at_and_leads_to_the_form(self, maker, url, text):
        page = text(maker, f"{url}?q=gambling")
        assert rows(page, "Divisions found")[0].endswith("Gambling")
        assert f'href="{url}?code=92#record"' in page
        assert 'value="92"' in text(maker, f"{url}?code=92")
        assert "No division found" in text(maker, f"{url}?q=unheard")


class TestAnActivity:
    """Stands from a day on, until an end of its own."""

    def test_is_recorded_shown_and_ended(self, made, maker, url, text):
        assert "No activity is recorded yet" in text(maker, url)
        assert maker.post(url, SOFTWARE).status_code == 302
        assert "620100" in text(maker, f"/portfolio/companies/{made.company.pk}/")
        end = f"{url}620100/end/"
        assert f'href="{end}"' in text(maker, url)
        early = maker.post(end, {"since_date": "2024-12-31", "description": "Sold."})
        assert (early.status_code, 'href="#id_since_date"' in early.content.decode()) == (422, True)
        assert maker.post(end, {"since_date": "2026-01-31", "description": "The unit was sold."}).status_code == 302
        assert "ended on 31 Jan 2026" in plain(text(maker, url))
        assert [one.ended for one in CompanyActivity.objects.order_by("id")] == [False, True]
        assert maker.get(end).status_code == 404

    @pytest.mark.parametrize(
        ("wrong", "field"), [({"hsic_code": "00"}, "hsic_code"), ({"since_date": "2026-07-01"}, "since_date")]
    )
    def test_is_refused_at_its_field(self, maker, url, wrong, field):
        answer = maker.post(url, SOFTWARE | wrong)
        assert answer.status_code == 422
        assert f'href="#id_{field}"' in answer.content.decode()
        assert not CompanyActivity.objects.exists()


class TestWhoMay:
    """Those who know the company and record for a fund."""

    def test_outsiders_and_other_managers_find_nothing(self, made, outsiders, url):
        world.second_fund(made, holds=False)
        other = portal.client_of(made.people.other_maker)
        assert [client.get(url).status_code for client in (*outsiders, other)] == [404, 404, 404]
        assert other.get(f"/funds/ridge/companies/{made.company.pk}/activities/").status_code == 404

    def test_a_signatory_may_not(self, made, url):
        assert portal.client_of(made.people.signatory).get(url).status_code == 403

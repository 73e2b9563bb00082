"""The pages of the house in a real browser: nothing is refused by our own content security policy."""

import pytest

from itvf.models import RoleGrant, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer():
    user = User.objects.create_user("officer@people.example", name="Officer", password="the right one 123")
    RoleGrant.objects.create(user=user, role="programme_officer")
    return user


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", "the right one 123")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")


class TestTheApisDocumentation:
    def test_shows_its_verbs(self, page, officer):
        sign_in(page, officer)
        page.goto("/api/v1/docs")
        page.wait_for_selector(".opblock", timeout=20_000)
        assert page.locator(".opblock").count() > 5


class TestTheAdmin:
    @pytest.mark.parametrize("name", ["user", "rolegrant", "outboxmessage", "auditevent", "file"])
    def test_lists_the_houses_tables(self, page, officer, name):
        sign_in(page, officer)
        page.goto(f"/admin/itvf/{name}/")
        assert page.locator("h1, #content").first.is_visible()

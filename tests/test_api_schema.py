"""The published description of the API is whole, and is the one that is served."""

import pytest
from django.core.management import call_command

from tests.funds.api import world as worlds


@pytest.fixture(scope="module")
def standing(held):
    return worlds.build()


class TestSchema:
    def test_is_made_without_a_warning(self, tmp_path):
        call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yaml"))

    def test_is_openapi_3_1_and_names_what_every_verb_takes(self, world):
        found = world.get("auditor", "schema", format="json").json()
        assert found["openapi"].startswith("3.1")
        issue = found["paths"]["/api/v1/capital-calls/{id}/issue"]["post"]
        assert {"Idempotency-Key", "If-Match"} <= {parameter["name"] for parameter in issue["parameters"]}
        assert "application/problem+json" in issue["responses"]["4XX"]["content"]

    def test_page_uses_no_other_host(self, world):
        page = world.get("auditor", "docs")
        assert page.status_code == 200
        assert "http://" not in page.content.decode()
        assert "https://" not in page.content.decode()
        assert "unsafe" not in page["Content-Security-Policy"]

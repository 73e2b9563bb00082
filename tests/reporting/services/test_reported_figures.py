"""Every figure of a management report that its panel explains is the same to the cent as its derivation."""

import pytest

from funds.models import Fund
from itvf.dates import now
from reporting.explain import reports
from reporting.explain.question import Question
from reporting.explain.registry import explain
from tests.reporting.services.test_management_reports import freeze

pytestmark = pytest.mark.django_db


def test_opens_to_the_same_figure(world):
    report = freeze(world)
    found = list(reports.figures_of(report.content))
    assert {one.id.split(".")[0] for one in found} == {"funds", "tests", "fees", "hurdle"}
    for one in found:
        fund = Fund.objects.get(code=one.fund_code)
        question = Question(fund, report.period_end, world.people.officer, now(), known_at=report.known_at, of=one.of)
        assert explain(one.figure, question).value == one.value, one.id
        assert one.fund_code in reports.page(one, report.content)

"""The Corporation's voucher: printed at every step from the payment case itself."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from funds import payment_voucher
from funds.models import PaymentCase
from itvf.errors import WrongStage
from reporting.demo import acts
from tests import builders, people, portal

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=people.cast())


@pytest.fixture
def call(cast):
    fund = builders.closed_fund(cast)
    builders.authority(cast)
    call = builders.call(cast, fund)
    builders.funding(cast, call.amount_hkd)
    return call


def printed(case: PaymentCase) -> str:
    pages = PdfReader(BytesIO(payment_voucher.pdf_of(case))).pages
    return "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")


class TestTheVoucher:
    def test_is_refused_before_it_is_prepared(self, call):
        with pytest.raises(WrongStage, match="no voucher yet"):
            payment_voucher.content_of(acts.case_of(call))

    def test_names_those_who_answered_for_it(self, cast, call):
        acts.authorise_once(cast, call, on=call.due_date)
        case = acts.case_of(call)
        text = printed(case)
        for person in (cast.finance, cast.certifier, cast.authoriser):
            assert person.name.replace(" ", "") in text
        assert f"{case.amount_hkd:,}" in text
        assert case.voucher_number in text
        steps = payment_voucher.content_of(case)["steps"]
        assert [step["step"] for step in steps if step["name"] is None] == ["authorised", "released", "matched"]

    def test_has_a_word_for_every_check(self, cast, call):
        acts.authorise_once(cast, call, on=call.due_date)
        codes = set(acts.case_of(call).checks.values_list("code", flat=True))
        of_some = {"interest_authorised", "interest_figure", "set_off"}  # true-ups, late interest, net notices
        assert codes == set(payment_voucher.CHECKS) - of_some

    def test_tells_the_time_of_hong_kong_and_why_a_deal_was_not_named(self, cast, call):
        acts.authorise_once(cast, call, on=call.due_date)
        case = acts.case_of(call)
        content = payment_voucher.content_of(case)
        assert content["steps"][0]["at"] == f"{call.due_date}T09:40:00+08:00"
        assert acts.BEFORE_ITS_DEAL.replace(" ", "") in printed(case)

    def test_opens_from_the_case_s_page(self, cast, call):
        acts.authorise_once(cast, call, on=call.due_date)
        case = acts.case_of(call)
        client = portal.client_of(cast.finance)
        page = client.get(f"/admin/funds/paymentcase/{case.pk}/change/").content.decode()
        assert f"/admin/funds/paymentcase/{case.pk}/voucher/" in page
        answer = client.get(f"/admin/funds/paymentcase/{case.pk}/voucher/")
        assert answer.content.startswith(b"%PDF-")

    def test_is_hidden_from_others(self, cast, call):
        acts.authorise_once(cast, call, on=call.due_date)
        case = acts.case_of(call)
        maker = portal.client_of(cast.maker(call.fund))
        assert maker.get(f"/admin/funds/paymentcase/{case.pk}/voucher/").status_code in (302, 403, 404)

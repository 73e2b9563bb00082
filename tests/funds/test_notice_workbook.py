"""A notice's spreadsheet says what its paper says, in both languages."""

from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from funds.models import Notice
from funds.notice_documents import content_of
from funds.notice_workbook import POSITION, WORDS, xlsx_of
from tests import builders, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    cast = people.cast()
    builders.call(cast, builders.closed_fund(cast))
    return Notice.objects.select_related("line__partner", "line__call__fund").order_by("pk").last()


class TestTheWorkbook:
    @pytest.mark.parametrize("language", list(WORDS))
    def test_holds_the_figures_of_the_paper(self, notice, language):
        content = content_of(notice)
        words = WORDS[language]
        book = CalamineWorkbook.from_filelike(BytesIO(xlsx_of(notice)))
        rows = {row[0]: row[1:] for row in book.get_sheet_by_name(words["sheet"]).to_python() if row[0]}
        for name in POSITION:
            assert Decimal(repr(rows[words[name]][1])) == Decimal(content["line"][name])
        total = [Decimal(repr(cell)) for cell in rows[words["total"]][:2]]
        assert total == [Decimal(content["call_amount_hkd"]), Decimal(content["line"]["amount_hkd"])]
        assert rows[words["hash"]][0] == notice.content_sha256
        assert rows[words["account_number"]][0] == content["bank"]["account_number"]

    def test_is_the_same_each_time(self, notice):
        assert xlsx_of(notice) == xlsx_of(notice)

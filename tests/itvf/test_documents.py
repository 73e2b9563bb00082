"""Documents: what is printed is what was given, in both languages, tagged, and the same bytes each time."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from itvf import documents
from itvf.errors import InputRefused

SAMPLES = Path(__file__).parent / "samples"
DAY = date(2026, 9, 30)
HOSTILE = [
    "#let x = 1",
    "$1 @a \\ *b* _c_ `d` <e>",
    "https://x.example/#{y}",
    '"quoted" // not a comment',
    "= no heading",
]
RARE = "㗎𨋢嘅𡃁𨳊"


def sample(name: str) -> dict:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def printed(pdf: bytes) -> str:
    """The text of all pages without white space, since a reader may break lines anywhere."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def call_notice(**changes) -> bytes:
    return documents.render("call_notice", sample("call_notice") | changes, date=DAY, title="Call notice CC-001-03")


def distribution_notice(**changes) -> bytes:
    content = sample("distribution_notice") | changes
    return documents.render("distribution_notice", content, date=DAY, title="Distribution notice HARBOUR-D001-002")


def management_report(language: str, **changes) -> bytes:
    content = {"language": language, "snapshot": sample("management_report") | changes}
    return documents.render("management_report", content, date=DAY, title="Management report")


def payment_voucher(**changes) -> bytes:
    content = sample("payment_voucher") | changes
    return documents.render("payment_voucher", content, date=DAY, title="Payment voucher PV-2025-0001")


def funding_request(**changes) -> bytes:
    content = sample("funding_request") | changes
    return documents.render("funding_request", content, date=DAY, title="Funding request FR2025-26-003")


def partner_statement(**changes) -> bytes:
    content = sample("partner_statement") | changes
    return documents.render("partner_statement", content, date=DAY, title="Capital account statement")


ALL = {
    "call_notice": call_notice,
    "distribution_notice": distribution_notice,
    "partner_statement": partner_statement,
    "payment_voucher": payment_voucher,
    "funding_request": funding_request,
    "management_report_en": lambda: management_report("en"),
    "management_report_zh_hant": lambda: management_report("zh-hant"),
}


class TestRender:
    @pytest.mark.parametrize("name", ALL)
    def test_gives_the_same_bytes_each_time(self, name):
        assert ALL[name]() == ALL[name]()

    def test_gives_the_same_bytes_from_another_process_and_folder(self, tmp_path):
        script = (
            "import hashlib, json, sys, datetime; sys.path.insert(0, sys.argv[1]); from itvf import documents;"
            "content = json.load(open(sys.argv[2], encoding='utf-8'));"
            "pdf = documents.render('call_notice', content,"
            " date=datetime.date(2026, 9, 30), title='Call notice CC-001-03');"
            "print(hashlib.sha256(pdf).hexdigest())"
        )
        root = Path(documents.__file__).parent.parent
        command = [sys.executable, "-c", script, str(root), str(SAMPLES / "call_notice.json")]
        environment = {"TZ": "America/New_York", "HOME": str(tmp_path)}
        run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == hashlib.sha256(call_notice()).hexdigest()

    @pytest.mark.parametrize("name", ALL)
    def test_is_tagged_and_titled_for_those_who_hear_it(self, name):
        reader = PdfReader(BytesIO(ALL[name]()))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/Lang"] == ("zh-HK" if name.endswith("zh_hant") else "en-GB")
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title
        assert reader.metadata.creation_date.date() == DAY
        assert b"pdfuaid" in root["/Metadata"].get_data()

    @pytest.mark.parametrize("name", ALL)
    def test_embeds_only_our_fonts(self, name):
        reader = PdfReader(BytesIO(ALL[name]()))
        fonts = {
            font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()
        }
        assert fonts
        assert all("NotoSans" in font for font in fonts)

    def test_refuses_a_float_and_names_its_place(self):
        with pytest.raises(InputRefused, match=r"content\.cumulative\.contributions_hkd"):
            call_notice(cumulative={"contributions_hkd": 0.5, "distributions_hkd": "0.00"})

    def test_takes_decimals_and_dates_as_they_are(self):
        assert call_notice(call_amount_hkd=Decimal("41000000.05"), due_date=date(2025, 7, 16)) == call_notice()

    @pytest.mark.parametrize("template", ["nothing_here", "../documents/base", "base.typ"])
    def test_refuses_a_template_that_is_not_there(self, template):
        with pytest.raises(documents.DocumentFailed) as refused:
            documents.render(template, {}, date=DAY, title="x")
        assert refused.value.code == "no_template"

    def test_says_why_a_document_failed(self):
        with pytest.raises(documents.DocumentFailed, match=r"call_notice could not be printed: .*line"):
            documents.render("call_notice", {"fund": {}}, date=DAY, title="x")


class TestUserText:
    @pytest.mark.parametrize("text", [*HOSTILE, RARE, "简体们这", "King’s “Own” … Fund"])
    def test_is_printed_as_it_was_typed(self, text):
        content = sample("call_notice")
        content["partner"]["name_en"] = text
        content["purposes"][0]["label"] = text
        pages = printed(documents.render("call_notice", content, date=DAY, title=text))
        assert pages.count(squeezed(text)) >= 2

    def test_is_printed_as_a_code_where_no_font_shows_it(self):
        content = sample("call_notice")
        content["partner"]["name_en"] = "Rocket 🚀 ไ Fund"
        pages = printed(documents.render("call_notice", content, date=DAY, title="🚀"))
        assert "Rocket[U+1F680][U+0E44]Fund" in pages

    def test_may_be_long_without_leaving_the_page(self):
        content = sample("call_notice")
        content["purposes"] = content["purposes"] * 30
        pdf = documents.render("call_notice", content, date=DAY, title="Long")
        assert len(PdfReader(BytesIO(pdf)).pages) > 1
        assert printed(pdf).count("SampleVisionRobotics") == 30


class TestCallNotice:
    def test_is_one_page_for_a_usual_call(self):
        assert len(PdfReader(BytesIO(call_notice())).pages) == 1

    def test_says_the_same_in_both_languages(self):
        pages = printed(call_notice())
        for text in [
            "Capital call notice",
            "繳納通知",
            "16 July 2025",
            "2025年7月16日",
            "HK$10,250,000.01",
            "CC-001-03",
        ]:
            assert squeezed(text) in pages

    def test_shows_unfunded_before_each_purpose_and_after(self):
        pages = printed(call_notice())
        for figure in ["150,000,000.00", "(10,000,000.00)", "(49,863.01)", "(200,137.00)", "139,749,999.99"]:
            assert figure in pages

    @pytest.mark.parametrize("code", ["A11", "A12", "A18"])
    def test_marks_what_is_an_assumption(self, code):
        assert code in printed(call_notice())

    def test_leaves_the_fee_basis_out_where_there_is_none(self):
        assert "Feebasis" in printed(call_notice())
        assert "Feebasis" not in printed(call_notice(fee_basis=None))

    def test_sets_the_interest_of_a_true_up_apart_from_what_the_commitment_bears(self):
        line = sample("call_notice")["line"] | {"outside_hkd": "123456.78", "payable_hkd": "10373456.79"}
        pages = printed(call_notice(line=line, replaces=3))
        for text in ["HK$10,373,456.79", "123,456.78", "Outsideit", "不計入承諾出資額", "Correctscall", "更正催繳"]:
            assert text in pages

    def test_says_that_it_was_cancelled(self):
        pages = printed(call_notice(cancelled_date="2025-07-05"))
        assert "CANCELLED已取消" in pages
        assert "2025年7月5日" in pages
        assert "CANCELLED" not in printed(call_notice())


class TestDistributionNotice:
    def test_is_one_page_for_a_usual_distribution(self):
        assert len(PdfReader(BytesIO(distribution_notice())).pages) == 1

    def test_says_the_same_in_both_languages(self):
        pages = printed(distribution_notice())
        for text in [
            "Distribution notice",
            "分派通知書",
            "14 July 2028",
            "2028年7月14日",
            "Return of capital",
            "資本返還",
        ]:
            assert squeezed(text) in pages

    def test_prints_every_figure_of_its_partner_and_its_sources(self):
        content = sample("distribution_notice")
        figures = {shown(amount) for amount in money_in([content["sources"], content["tier_rows"]])}
        line = content["line"]
        line.pop("withheld_hkd")
        figures |= {shown(amount) for amount in money_in([line, content["cumulative"]]) if amount != "0.00"}
        pages = printed(distribution_notice())
        assert [figure for figure in figures | {"(50,000.00)"} if figure not in pages] == []

    def test_says_on_which_terms_and_by_which_clause_it_was_computed(self):
        terms = sample("distribution_notice")["terms"] | {"scope": "deal_by_deal", "gp_in_pool": False}
        pages = printed(distribution_notice(terms=terms))
        for text in ["dealbydeal", "按每項投資", "7.00%", "ACT/365", "LPAclause9.2", "owncapitaloutsideit"]:
            assert text in pages

    def test_carries_the_statement_on_solvency(self):
        assert squeezed(sample("distribution_notice")["solvency"]["statement"]) in printed(distribution_notice())

    def test_says_that_it_was_cancelled(self):
        assert "CANCELLED已取消" in printed(distribution_notice(cancelled_date="2028-07-05"))

    @pytest.mark.parametrize("nature", ["uninvested", "true_up", "clawback"])
    def test_is_printed_for_every_nature(self, nature):
        row = {"code": "interest", "whole_hkd": "1.00", "part_hkd": None}
        assert distribution_notice(nature=nature, tier_rows=[row]).startswith(b"%PDF")


class TestNetNotice:
    def test_says_both_parts_gross_and_the_one_net_amount(self):
        content = sample("net_notice")
        pdf = documents.render("net_notice", content, date=DAY, title="Net notice RIDGE-N001-003")
        text = printed(pdf)
        net, call, given = content["net"], content["calls"][0], content["distributions"][0]
        for amount in (
            net["to_pay_hkd"],
            net["set_off_hkd"],
            call["line"]["payable_hkd"],
            call["line"]["unfunded_after_hkd"],
            given["line"]["amount_hkd"],
            given["amount_hkd"],
        ):
            assert f"{Decimal(amount):,}" in text
        for words in (
            "Netnotice",
            "淨額通知書",
            "應繳淨額",
            content["bank"]["account_number"],
            content["content_hash"],
        ):
            assert words in text
        assert len(PdfReader(BytesIO(pdf)).pages) <= 2

    def test_paid_out_asks_for_no_payment(self):
        content = sample("net_notice")
        content["net"] |= {"to_pay_hkd": "0.00", "to_receive_hkd": "5.00"}
        text = printed(documents.render("net_notice", content, date=DAY, title="Net notice"))
        assert "付予貴方的淨額" in text
        assert content["bank"]["account_number"] not in text


class TestManagementReport:
    @pytest.mark.parametrize(
        ("language", "texts"),
        [
            (
                "en",
                ["Commitment statement", "Position at 30 September 2026", "Overdue", "18,082.19", "Annex 3 1(g)(ii)"],
            ),
            ("zh-hant", ["承擔額結算表", "截至2026年9月30日", "逾期", "18,082.19", "附件三1(g)(ii)", "百萬元"]),
        ],
    )
    def test_speaks_its_language(self, language, texts):
        pages = printed(management_report(language))
        assert all(squeezed(text) in pages for text in texts)

    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_prints_every_figure_of_the_snapshot(self, language):
        pages = printed(management_report(language))
        snapshot = sample("management_report")
        in_thousands = {f"{round(Decimal(amount) / 1000):,}" for amount in money_in(snapshot.pop("government_form"))}
        exact = {shown(amount) for amount in money_in(snapshot)}
        assert len(exact) > 40
        assert [figure for figure in exact | in_thousands if figure not in pages] == []

    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_carries_the_hashes(self, language):
        pages = printed(management_report(language))
        assert sample("management_report")["snapshot_hash"] in pages
        assert sample("management_report")["audit"]["head"] in pages

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [("en", "No breach is on record at this date."), ("zh-hant", "截至此日，並無違規記錄。")],
    )
    def test_says_so_where_there_is_nothing(self, language, sentence):
        content = sample("management_report")
        lists = ["tests", "fees", "hurdle", "quarterly_reports", "breaches", "consents", "assumptions"]
        empty = {key: [] for key in lists}
        empty |= {key: content[key] | {"rows": []} for key in ["funds", "calls", "investments", "government_form"]}
        empty["commitment"] = dict.fromkeys(content["commitment"], "0.00")
        assert squeezed(sentence) in printed(management_report(language, **empty))

    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_describes_each_chart_in_words(self, language):
        reader = PdfReader(BytesIO(management_report(language)))
        described = [
            element["/Alt"]
            for element in (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
            if isinstance(element, dict) and "/Alt" in element
        ]
        assert len(described) == 3
        assert any("HK$44500000.01" in text for text in described)


class TestPaymentVoucher:
    def test_names_each_step_and_who_took_it(self):
        pages = printed(payment_voucher())
        for step in sample("payment_voucher")["steps"]:
            assert step["name"] is None or squeezed(step["name"]) in pages

    def test_prints_each_check_with_its_outcome(self):
        checks = sample("payment_voucher")["checks"]
        checks[0]["outcome"] = "fail"
        pages = printed(payment_voucher(checks=checks))
        assert all(squeezed(check["message"]) in pages for check in checks)
        assert "Fail不符" in pages

    def test_can_be_printed_before_anything_is_checked(self):
        assert "Nocheckhasbeenmade." in printed(payment_voucher(checks=[], steps=[]))


def money_in(value):
    """All amounts of a snapshot: the strings under keys that end in _hkd."""
    if isinstance(value, list):
        for item in value:
            yield from money_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key.endswith("_hkd") and isinstance(item, str):
                yield item
            else:
                yield from money_in(item)


def shown(amount: str) -> str:
    figure = f"{abs(Decimal(amount)):,.2f}"
    return f"({figure})" if amount.startswith("-") else figure

"""The demo's one-page PDF files: a reader finds their words, and the same words give the same bytes."""

from io import BytesIO

from pypdf import PdfReader

from reporting.demo.papers import pdf


class TestPdf:
    def test_holds_one_page_with_its_words(self):
        reader = PdfReader(BytesIO(pdf("Term sheet", (r"Sample (Demo) \ Limited", "Amount: HK$1.00"))), strict=True)
        (page,) = reader.pages
        assert page.extract_text().splitlines() == ["Term sheet", r"Sample (Demo) \ Limited", "Amount: HK$1.00"]

    def test_is_the_same_for_the_same_words(self):
        assert pdf("Term sheet", ("One",)) == pdf("Term sheet", ("One",)) != pdf("Term sheet", ("Two",))

    def test_shows_what_its_font_lacks_as_a_question_mark(self):
        text = PdfReader(BytesIO(pdf("範例", ()))).pages[0].extract_text()
        assert text.strip() == "??"

"""Workbooks that come in: read in a process of their own, and refused by name where they hold what we do not take."""

import io
import zipfile

import pytest
import xlsxwriter

from itvf import sheets
from itvf.errors import InputRefused
from tests.office_files import XLSX, workbook


def refused(content: bytes) -> str:
    with pytest.raises(InputRefused) as refusal:
        sheets.read(content)
    assert refusal.value.field == "file"
    return refusal.value.code


class TestReading:
    def test_gives_rows_with_figures_as_exact_text(self):
        found = sheets.read(workbook([("Company", "Amount"), ("Kestrel", 1234.56), ("Plover", -7)], sheet="Deals"))
        assert found == {"Deals": [["Company", "Amount"], ["Kestrel", "1234.56"], ["Plover", "-7"]]}


class TestRefusals:
    @pytest.mark.parametrize(
        ("part", "code"),
        [
            ("xl/vbaProject.bin", "macros_refused"),
            ("xl/macrosheets/sheet1.xml", "macros_refused"),
            ("xl/embeddings/oleObject1.bin", "embedded_object"),
            ("xl/externalLinks/externalLink1.xml", "linked_workbook"),
            ("../../etc/cron.d/x", "strange_path"),
        ],
    )
    def test_name_what_an_archive_holds(self, part, code):
        assert refused(workbook(parts={part: b"x"})) == code

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("application/vnd.ms-office.vbaProject", "macros_refused"),
            ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "macros_refused"),
            ("application/vnd.openxmlformats-officedocument.oleObject", "embedded_object"),
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_name_what_a_part_is_said_to_be_under_any_name_and_in_any_encoding(self, said, code, encoding):
        types = f'<Types><Override PartName="/xl/picture.bin" ContentType="{said}"/></Types>'.encode(encoding)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("[Content_Types].xml", types)
            archive.writestr("xl/picture.bin", b"x")
        assert refused(buffer.getvalue()) == code

    def test_name_a_document_that_is_another_kind_inside(self):
        sheets.check_archive(workbook(), content_type=XLSX)
        with pytest.raises(InputRefused) as refusal:
            sheets.check_archive(
                workbook(), content_type=XLSX.replace("spreadsheetml.sheet", "wordprocessingml.document")
            )
        assert refusal.value.code == "file_kind_mismatch"

    def test_name_a_document_type_definition(self):
        assert (
            refused(workbook(parts={"xl/x.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'}))
            == "document_type"
        )

    def test_name_a_bomb_by_what_it_unpacks_to(self):
        assert refused(workbook(parts={"xl/media/image1.png": bytes(30_000_000)})) == "archive_bomb"

    def test_name_too_many_parts(self):
        assert refused(workbook(parts={f"xl/part{n}.bin": b"x" for n in range(401)})) == "too_many_parts"

    def test_name_a_cell_far_outside(self):
        """A kilobyte of workbook, one cell in its last corner: it passes every look at the archive."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer)
        book.add_worksheet().write(1_048_575, 16_383, "x")
        book.close()
        assert len(buffer.getvalue()) < 8000
        assert refused(buffer.getvalue()) == "sheet_too_large"

    def test_name_what_is_no_archive_and_no_workbook(self):
        assert refused(b"PK\x03\x04 nothing") == "not_an_archive"
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("hello.txt", "hello")
        assert refused(buffer.getvalue()) == "workbook_broken"

"""Files: kept once under a random name, proved by their hash whenever they are read."""

import stat

import pytest

from itvf import files
from itvf.errors import InputRefused, NotFound
from itvf.models import File, User

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nnotice"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"
    return settings.FILES_FOLDER


@pytest.fixture
def officer():
    return User.objects.create_user("officer@people.example", name="Officer")


def keep(officer, content=PDF, name="notice.pdf", content_type="application/pdf"):
    return files.store(content, name=name, content_type=content_type, by=officer)


class TestStore:
    def test_gives_back_what_was_handed_in(self, officer):
        file = keep(officer)
        assert files.read(file) == PDF
        assert (file.size, file.sha256) == (15, "9f465e112b364e1205c514a0a57a5833d9f9125c973789fe06074175f84dab68")

    def test_keeps_equal_bytes_apart(self, officer):
        assert keep(officer).path != keep(officer).path

    def test_writes_for_us_alone(self, officer, folder):
        place = folder / keep(officer).path
        assert stat.S_IMODE(place.stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\notice.pdf", "notice.pdf"),
            ("繳款通知.pdf", "繳款通知.pdf"),
            ("a\r\nb.pdf", "ab.pdf"),
            ("", "file"),
            ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ],
    )
    def test_keeps_a_harmless_name(self, officer, name, kept):
        file = keep(officer, name=name)
        assert file.name == kept
        assert ".." not in file.path

    @pytest.mark.parametrize(
        ("content", "content_type", "code"),
        [
            (b"", "application/pdf", "file_empty"),
            (b"x" * (files.LARGEST + 1), "text/plain", "file_too_large"),
            (b"<html>", "text/html", "file_kind_refused"),
            (b"<svg/>", "image/svg+xml", "file_kind_refused"),
            (b"<script>", "application/pdf", "file_kind_mismatch"),
            (b"%PDF-", "image/png", "file_kind_mismatch"),
        ],
    )
    def test_refuses_what_it_should_not_hold(self, officer, folder, content, content_type, code):
        with pytest.raises(InputRefused) as refusal:
            keep(officer, content, content_type=content_type)
        assert refusal.value.code == code
        assert not File.objects.exists()
        assert not folder.exists()


class TestRead:
    def test_notices_a_changed_byte(self, officer, folder):
        file = keep(officer)
        (folder / file.path).write_bytes(PDF.replace(b"notice", b"nOtice"))
        with pytest.raises(files.FileDamaged):
            files.read(file)

    def test_notices_a_missing_file(self, officer, folder):
        file = keep(officer)
        (folder / file.path).unlink()
        with pytest.raises(NotFound):
            files.read(file)

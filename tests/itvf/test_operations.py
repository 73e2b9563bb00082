"""What keeps the system going: the supervisor, the mail catcher, backup and restore."""

import os
import signal
import time
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP

import psycopg
import pytest

from itvf import keepsake, mail_catcher, places
from itvf.binaries import ServiceFailed
from itvf.embedded import last_words
from itvf.mail_catcher import Catcher
from itvf.supervisor import GaveUp, Supervisor


class TestSupervisor:
    @pytest.fixture
    def said(self):
        return []

    @pytest.fixture
    def supervisor(self, tmp_path, said):
        with Supervisor(environment=os.environ, folder=tmp_path, logs=tmp_path / "logs", say=said.append) as supervisor:
            yield supervisor

    def test_starts_again_what_fell_and_says_its_last_words(self, supervisor, said):
        child = supervisor.start("clock", ["sh", "-c", "echo tick; exec sleep 60"])
        _until(lambda: "tick" in last_words(child.log))
        first = child.process.pid
        os.kill(first, signal.SIGKILL)
        child.process.wait()
        supervisor.look()
        assert child.process.pid != first
        assert child.process.poll() is None
        assert "clock ended (killed by SIGKILL); starting it again" in said[0]
        assert "tick" in said[0]

    def test_gives_up_on_what_falls_again_and_again(self, supervisor):
        child = supervisor.start("broken", ["sh", "-c", "echo no money left; exit 3"])
        for _ in range(3):
            child.process.wait()
            supervisor.look()
        child.process.wait()
        with pytest.raises(GaveUp, match=r"(?s)broken ended \(exit code 3\) for the 4th time.*no money left"):
            supervisor.look()

    def test_leaves_nothing_running(self, tmp_path, said):
        script = "sleep 61 & sleep 62 & echo $! >other; wait"
        with Supervisor(environment=os.environ, folder=tmp_path, logs=tmp_path / "logs", say=said.append) as supervisor:
            child = supervisor.start("family", ["sh", "-c", script])
            _until(lambda: (tmp_path / "other").exists() and (tmp_path / "other").read_text().strip())
        assert child.process.poll() is not None
        _until(lambda: not _runs(int((tmp_path / "other").read_text())))

    def test_says_what_did_not_happen(self, supervisor):
        with pytest.raises(GaveUp, match=r"The moon did not happen within 0 s"):
            supervisor.wait_until(lambda: False, what="The moon", seconds=0)


class TestMailCatcher:
    def test_keeps_a_message_byte_for_byte_and_finds_it_by_its_id(self, tmp_path):
        message = EmailMessage()
        message["Subject"] = "提款通知 Capital call notice"
        message["From"], message["To"] = "notices@itvf.example", "partner@itvf.example"
        message["Message-ID"] = "<one@itvf.example>"
        message.set_content("付款日期 2026-01-05")
        with Catcher(tmp_path) as catcher, SMTP(catcher.host, catcher.port) as smtp:
            smtp.send_message(message)
        (entry,) = mail_catcher.messages(tmp_path)
        assert entry["subject"] == "提款通知 Capital call notice"
        assert entry["to"] == ["partner@itvf.example"]
        found = mail_catcher.find(tmp_path, "<one@itvf.example>")
        assert found == tmp_path / entry["file"]
        assert b"<one@itvf.example>" in found.read_bytes()
        assert mail_catcher.find(tmp_path, "<other@itvf.example>") is None

    def test_has_nothing_before_the_first_message(self, tmp_path):
        assert list(mail_catcher.messages(tmp_path / "new")) == []

    def test_reads_no_half_written_line(self, tmp_path):
        (tmp_path / mail_catcher.INDEX).write_text('{"message_id": "<a>"}\n{"message_id": "<b')
        assert [entry["message_id"] for entry in mail_catcher.messages(tmp_path)] == ["<a>"]


class TestBackup:
    @pytest.fixture
    def demo(self, place, monkeypatch):
        monkeypatch.setattr(places, "demo", lambda: place)
        files = place.folder / "files"
        files.mkdir()
        (files / "notice.pdf").write_bytes(b"one")
        with place.services() as environment, psycopg.connect(environment["DATABASE_MIGRATOR_URL"]) as owner:
            owner.execute("CREATE TABLE money (amount numeric)")
            owner.execute("INSERT INTO money VALUES (1)")
            owner.execute("GRANT SELECT ON money TO app")
        return place

    def amounts(self, place):
        with place.services() as environment, psycopg.connect(environment["DATABASE_URL"]) as app:
            return app.execute("SELECT amount FROM money ORDER BY 1").fetchall()

    def test_brings_back_database_rights_and_files(self, demo, tmp_path):
        assert keepsake.backup([str(tmp_path / "copy")]) == 0
        with demo.services() as environment, psycopg.connect(environment["DATABASE_MIGRATOR_URL"]) as owner:
            owner.execute("INSERT INTO money VALUES (2)")
        (demo.folder / "files/notice.pdf").write_bytes(b"two")
        assert keepsake.restore([str(tmp_path / "copy")]) == 0
        assert self.amounts(demo) == [(1,)]
        assert (demo.folder / "files/notice.pdf").read_bytes() == b"one"
        (before,) = demo.folder.glob("files-before-*")
        assert (before / "notice.pdf").read_bytes() == b"two"

    def test_refuses_a_copy_that_is_damaged(self, demo, tmp_path):
        keepsake.backup([str(tmp_path / "copy")])
        with (tmp_path / "copy/files/notice.pdf").open("ab") as file:
            file.write(b"!")
        with pytest.raises(ServiceFailed, match=r"damaged.*files/notice\.pdf"):
            keepsake.restore([str(tmp_path / "copy")])
        assert self.amounts(demo) == [(1,)]

    def test_changes_nothing_while_somebody_is_connected(self, demo, tmp_path):
        keepsake.backup([str(tmp_path / "copy")])
        with demo.services() as environment, psycopg.connect(environment["DATABASE_URL"]):
            with pytest.raises(ServiceFailed, match="Stop the demo"):
                keepsake.restore([str(tmp_path / "copy")])
            with psycopg.connect(environment["DATABASE_MIGRATOR_URL"]) as owner:
                names = owner.execute("SELECT datname FROM pg_database WHERE datname LIKE 'itvf%'").fetchall()
        assert names == [("itvf",)]
        assert self.amounts(demo) == [(1,)]

    def test_does_not_write_over_a_folder(self, demo, tmp_path):
        with pytest.raises(ServiceFailed, match="Name a new folder"):
            keepsake.backup([str(tmp_path)])


def _until(done, seconds: float = 10):
    give_up = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False

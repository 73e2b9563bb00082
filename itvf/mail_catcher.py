"""A small mail server for demo and tests: takes every message by real SMTP, keeps it, sends nothing on.

`python -m itvf.mail_catcher --port 8025 --folder FOLDER`. Each message becomes an .eml file and one line in
index.jsonl, which staff screens read with `messages` and `find`. Needs no Django.
"""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from secrets import token_hex
from types import SimpleNamespace

from aiosmtpd.smtp import SMTP

from itvf.dates import now

INDEX = "index.jsonl"
LARGEST = 40 * 1024 * 1024
REFUSED = "refused@"  # nobody lives there, so that a refusal for good can be seen and tested
logging.getLogger("mail.log").setLevel(logging.WARNING)  # else every step of every conversation


def messages(folder: Path) -> Iterator[dict]:
    """This function will give what was caught, oldest first: message_id, file, sender, to, subject, received_at."""
    try:
        index = (folder / INDEX).open(encoding="utf-8")
    except FileNotFoundError:
        return
    with index:
        for line in index:
            if line.endswith("\n"):  # the last one may still be on its way
                yield json.loads(line)


def find(folder: Path, message_id: str) -> Path | None:
    """This function will give the file of a caught message by its Message-ID, or None."""
    for entry in messages(folder):
        if entry["message_id"] == message_id:
            return folder / entry["file"]
    return None


class Keeper:
    """Writes each message to disk before the sender hears that it was taken."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_RCPT(self, server, session, envelope, address: str, options) -> str:
        """Takes every address but the one that is there to be refused."""
        if address.startswith(REFUSED):
            return "550 no such address"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server, session, envelope) -> str:
        """Keeps one message."""
        content = envelope.original_content
        received_at = now()
        name = f"{received_at:%Y%m%dT%H%M%S%f}-{token_hex(3)}.eml"
        new = self.folder / f".{name}"
        new.write_bytes(content)
        new.rename(self.folder / name)
        headers = message_from_bytes(content, policy=policy.default)
        entry = {
            "message_id": str(headers["Message-ID"] or "").strip(),
            "file": name,
            "sender": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": str(headers["Subject"] or ""),
            "received_at": received_at.isoformat(),
        }
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        with (self.folder / INDEX).open("ab") as index:
            index.write(line.encode("utf-8", "replace"))  # one write: readers see the whole line or nothing
        return "250 kept"


class Catcher:
    """The server in a thread of its own: `with Catcher(folder) as catcher: … catcher.port`."""

    host = "127.0.0.1"

    def __init__(self, folder: Path, *, port: int = 0, keeper: Keeper | None = None):
        self.folder = folder
        self.port = port
        self.keeper = keeper or Keeper(folder)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail catcher", daemon=True)
        self._server: asyncio.Server | None = None

    def __enter__(self) -> "Catcher":
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        except OSError:
            self._end()
            raise
        return self

    def __exit__(self, *exc_info) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._end()

    def messages(self) -> list[dict]:
        """What was caught so far, oldest first."""
        return list(messages(self.folder))

    async def _listen(self) -> None:
        def conversation() -> SMTP:
            return SMTP(self.keeper, hostname="localhost", data_size_limit=LARGEST, enable_SMTPUTF8=True)

        self._server = await self._loop.create_server(conversation, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def main() -> int:
    """This function will catch mail until it is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m itvf.mail_catcher", description="Takes mail and keeps it.")
    parser.add_argument("--port", type=int, default=8025)
    parser.add_argument("--folder", type=Path, default=Path(os.environ.get("ITVF_MAIL", "mail")))
    told = parser.parse_args(namespace=SimpleNamespace())
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with Catcher(told.folder, port=told.port) as catcher:
        print(f"Catching mail on {catcher.host}:{catcher.port} in {told.folder}", flush=True)  # noqa: T201
        over.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())

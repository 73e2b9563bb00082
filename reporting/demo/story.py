"""The main job's story while it is told: where it is printed, when it plays, and what its steps have made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from funds.models import CapitalCall, Fund, Scheme
from itvf.errors import DomainError
from reporting.demo.cast import Cast
from reporting.demo.printing import Page
from reporting.demo.programme import Calendar


@dataclass
class Story:
    """Where the story is: page, calendar, people, and what the steps so far have made."""

    page: Page
    calendar: Calendar
    clock: Callable[[], datetime]
    folder: Path
    people: Cast | None = None
    scheme: Scheme | None = None
    fund: Fund | None = None
    call: CapitalCall | None = None
    files: list[Path] = field(default_factory=list)

    def write(self, name: str, content: bytes) -> Path:
        """Writes a file into the output folder and remembers it for the end."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(content)
        self.files.append(path)
        return path

    def try_in_vain(self, tried: str, verb: Callable[[], object]) -> None:
        """Does what must be refused, and prints why it was; that it is not refused ends the story."""
        try:
            verb()
        except DomainError as refusal:
            self.page.refused(tried, refusal)
        else:
            raise RuntimeError(f"should have been refused and was not: {tried}")

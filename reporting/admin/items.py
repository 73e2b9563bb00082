"""One line of the staff's front page."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Item:
    """One line: what it is and where it leads, a word beside it, and when."""

    title: Any
    url: str
    detail: Any = ""
    when: Any = ""

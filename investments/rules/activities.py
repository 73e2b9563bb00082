"""What a company does by the Hong Kong Standard Industrial Classification 2.0, and where that hints at R13.

Sections and two-digit divisions are known here; a longer code is read by its division. A hint is not a finding: it
asks for evidence, as words in the description do.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from itvf.errors import InputRefused, gettext_noop

DATA = Path(__file__).resolve().parent.parent / "data" / "hsic-2.0.json"
LONGEST_CODE = 6

NOT_IN_HSIC = gettext_noop("{found} is in no division of HSIC 2.0; give two to six digits, such as 62.")


@dataclass(frozen=True, slots=True)
class Division:
    """A two-digit division of HSIC 2.0, its section, and the activity of R13 that it hints at, if any."""

    code: str
    section: str
    en: str
    zh_hant: str
    hints_at: str = ""


@lru_cache(maxsize=1)
def divisions() -> Mapping[str, Division]:
    """This function will give all divisions of HSIC 2.0 by code, in order."""
    found = {}
    for section in _document()["sections"]:
        for entry in section["divisions"]:
            found[entry["code"]] = Division(section=section["code"], **entry)
    return found


@lru_cache(maxsize=1)
def sections() -> Mapping[str, tuple[str, str]]:
    """This function will give the sections of HSIC 2.0, A to U, each with its English and its Chinese title."""
    return {section["code"]: (section["en"], section["zh_hant"]) for section in _document()["sections"]}


def is_known(code: str) -> bool:
    """Whether a code has two to six digits and lies in a division of HSIC 2.0."""
    return code.isascii() and code.isdigit() and 2 <= len(code) <= LONGEST_CODE and code[:2] in divisions()


def division(code: str) -> Division:
    """This function will give the division that holds a code; one that HSIC 2.0 does not know is refused."""
    if not is_known(code):
        raise InputRefused(NOT_IN_HSIC, code="unknown_hsic", field="hsic_code", found=code)
    return divisions()[code[:2]]


def hints(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """This function will give the codes that hint at each prohibited activity, in the order given (R13)."""
    found: dict[str, tuple[str, ...]] = {}
    for code in dict.fromkeys(codes):
        if activity := division(code).hints_at:
            found[activity] = (*found.get(activity, ()), code)
    return found


@lru_cache(maxsize=1)
def _document() -> dict:
    return json.loads(DATA.read_text(encoding="utf-8"))

"""Collects what the system says, keeps the Chinese catalogue in step with it, and compiles it.

Works without system gettext: babel reads Python, Django turns templates into Python first. Compiling needs no
settings, so that scripts may call it before anything else runs.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hant"
CATALOGUE = BASE_DIR / "locale" / LOCALE / "LC_MESSAGES" / "django.po"
BORROWED = BASE_DIR / "locale" / "borrowed.txt"
APPS = ("itvf", "funds", "investments", "reporting")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
HEADER = """# 繁體中文 of the ITVF fund-management system. Kept in step by `bin/manage catalogues`.
msgid ""
msgstr ""
"Language: zh_Hant\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


@dataclass(frozen=True, slots=True)
class Said:
    """One message found: its id (a pair for a plural), its context, and where it is said."""

    id: str | tuple[str, str]
    context: str | None
    place: str


def found() -> Iterator[Said]:
    """This function will go through the code, the templates and the borrowed list and give every message."""
    for app in APPS:
        for path in sorted((BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _said(path, path.read_text(encoding="utf-8"))
    folders = [BASE_DIR / "templates", *(BASE_DIR / app / "templates" for app in APPS)]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt"}:
                yield from _said(path, _as_python(path))
    for line in BORROWED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            context, _, text = line.rpartition("\t")
            yield Said(text, context or None, BORROWED.name)


def updated() -> Catalog:
    """This function will give the catalogue that the code asks for, with the translations there are."""
    old, new = _read(), _empty()
    for said in found():
        new.add(said.id, context=said.context, locations=[(said.place, None)])
    for message in new:
        known = old.get(message.id, message.context) if message.id else None
        if known is not None and known.string and not known.fuzzy:
            message.string = known.string
    return new


def update() -> tuple[int, int]:
    """This function will write the catalogue anew; it gives the number of messages and of those untranslated."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=True)
    CATALOGUE.write_bytes(HEADER.encode() + body.getvalue())
    return len(catalogue), len([1 for message in catalogue if message.id and not is_translated(message)])


def problems() -> list[str]:
    """This function will say what is wrong: messages without a translation, places that differ, stale entries."""
    wanted = updated()
    faults = []
    for message in wanted:
        if not message.id:
            continue
        text = _one(message.id)
        where = ", ".join(place for place, _ in message.locations[:2])
        if not is_translated(message):
            faults.append(f"no translation: {text!r} ({where})")
        elif _places(message.id) != _places(message.string):
            faults.append(f"the translation's places differ: {text!r} ({where})")
    for message in _read():
        if message.id and wanted.get(message.id, message.context) is None:
            faults.append(f"no longer said: {_one(message.id)!r}")
    return faults


def is_translated(message: Message) -> bool:
    """Whether a message has its words in Chinese (one form: Chinese has no plural)."""
    return bool(_one(message.string)) and not message.fuzzy


def compile_catalogues() -> list[Path]:
    """This function will write the .mo beside every .po under locale/ that is newer; it gives what it wrote."""
    written = []
    for source in sorted((BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        # A temporary name first: another process may be compiling or reading.
        draft = target.with_suffix(".mo.new")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)
        written.append(target)
    return written


def _said(path: Path, source: str) -> Iterator[Said]:
    place = path.relative_to(BASE_DIR).as_posix()
    for _line, id_, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield Said(tuple(id_) if isinstance(id_, (list, tuple)) else id_, context, place)


def _as_python(path: Path) -> str:
    """A template as lines of Python with its messages in gettext calls; what is not a message is blotted out."""
    from django.utils.translation.template import templatize

    blotted = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in blotted.splitlines())


def _read() -> Catalog:
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=LOCALE)


def _empty() -> Catalog:
    return Catalog(locale=LOCALE, domain="django")


def _one(text) -> str:
    return text[0] if isinstance(text, (list, tuple)) else text or ""


def _places(text) -> set[str]:
    whole = " ".join(text) if isinstance(text, (list, tuple)) else text
    return {python or braces for python, braces in PLACES.findall(whole)}

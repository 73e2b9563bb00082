"""Workbooks in: looked at as an archive first, then read by a child process that has little memory and little time.

What a workbook may hold that we do not take (macros, embedded objects, links outside, a bomb) is refused by name, with
what to do. Nothing of a workbook is ever run, and no formula is worked out: the values that were saved are read.
"""

import json
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath

from itvf.errors import InputRefused, gettext_noop
from itvf.sheet_child import MOST_COLUMNS, MOST_ROWS, TOO_LARGE

CHILD = Path(__file__).with_name("sheet_child.py")
SECONDS = 20
MOST_PARTS = 400
MOST_UNPACKED = 60 * 1024 * 1024
MOST_RATIO = 200
TYPES = "[content_types].xml"
# What the kinds of Office files say that they are, inside; a name's ending and an upload's header prove nothing.
MAIN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"wordprocessingml.document.main+xml",
}
SMALL = 256 * 1024  # what is small when unpacked may be packed as tightly as it likes

NOT_AN_ARCHIVE = gettext_noop("The file can't be opened as an Office file; save it again as XLSX or DOCX.")
ENCRYPTED = gettext_noop("The file is protected by a password; save it without one.")
TOO_MANY_PARTS = gettext_noop("The file has {found} parts; at most {most} are taken. Save what is asked for alone.")
A_BOMB = gettext_noop("The file unpacks to {found} bytes; at most {most} are taken. Save a smaller one.")
STRANGE_PATH = gettext_noop("The file holds a part with the path {found}, which no Office file has; save it again.")
MACROS = gettext_noop("The file holds macros ({found}); save it without macros, as XLSX or DOCX.")
EMBEDDED = gettext_noop("The file holds an embedded object ({found}); take it out and save the file again.")
LINKED = gettext_noop("The file is linked to another workbook ({found}); break the links and save it again.")
DTD = gettext_noop("The file defines a document type ({found}), which Office files never do; save it again.")
TOO_LARGE_SHEET = gettext_noop(
    "A sheet reaches beyond {rows} rows or {columns} columns; delete what lies outside the table and save it again."
)
OTHER_KIND = gettext_noop("The file says that it is {found}, and inside it is something else; save it again as that.")
BROKEN = gettext_noop("The workbook could not be read; save it again as XLSX and hand that in.")


def check_archive(content: bytes, *, content_type: str = "") -> None:
    """This function will refuse (InputRefused) an Office file with what we do not take, by name.

    Where `content_type` is given, also a file that is no such document inside. Not an archive, encrypted, too many
    parts, a bomb (unpacked size, ratio), paths, macros, embedded objects, links to other workbooks, document type
    definitions.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _refused("not_an_archive", NOT_AN_ARCHIVE) from None
    if len(parts) > MOST_PARTS:
        raise _refused("too_many_parts", TOO_MANY_PARTS, found=len(parts), most=MOST_PARTS)
    unpacked = sum(part.file_size for part in parts)
    most = min(MOST_UNPACKED, max(SMALL, MOST_RATIO * len(content)))
    if unpacked > most:
        raise _refused("archive_bomb", A_BOMB, found=unpacked, most=most)
    for part in parts:
        _check_part(archive, part)
    types = b"".join(_text(archive, part, MOST_UNPACKED) for part in parts if part.filename.lower() == TYPES)
    _check_types(types, content_type)


def read(content: bytes) -> dict[str, list[list]]:
    """This function will read a workbook's sheets as rows of text, booleans and None, figures as exact text.

    Refuses (InputRefused) what `check_archive` refuses, a sheet beyond 20,000 rows or 64 columns, and what the parser
    can't read in its memory and time.
    """
    check_archive(content)
    try:
        done = subprocess.run(  # noqa: S603 (our own script, nothing of the file on the command line)
            [sys.executable, "-I", str(CHILD)], input=content, capture_output=True, timeout=SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise _refused("workbook_broken", BROKEN) from None
    if done.returncode == TOO_LARGE or b"memory" in done.stderr.lower():
        raise _refused("sheet_too_large", TOO_LARGE_SHEET, rows=MOST_ROWS, columns=MOST_COLUMNS)
    if done.returncode != 0:
        raise _refused("workbook_broken", BROKEN)
    return json.loads(done.stdout)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename
    path, lower = PurePosixPath(name), name.lower()
    if part.flag_bits & 0x1:
        raise _refused("archive_encrypted", ENCRYPTED)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise _refused("strange_path", STRANGE_PATH, found=name[:80])
    if "vbaproject" in lower or "/macrosheets/" in lower or lower.endswith((".bas", "vbadata.xml")):
        raise _refused("macros_refused", MACROS, found=name[:80])
    if "/embeddings/" in lower or "/activex/" in lower or lower.endswith((".exe", ".dll", ".js", ".vbs")):
        raise _refused("embedded_object", EMBEDDED, found=name[:80])
    if "/externallinks/" in lower:
        raise _refused("linked_workbook", LINKED, found=name[:80])
    if lower.endswith((".xml", ".rels", ".vml")):
        start = _text(archive, part, 4096)
        if b"<!doctype" in start or b"<!entity" in start:
            raise _refused("document_type", DTD, found=name[:80])


def _check_types(types: bytes, content_type: str) -> None:
    """A program goes by what a part is said to be, whatever the part is called."""
    if b"vbaproject" in types or b"macroenabled" in types or b"macrosheet" in types:
        raise _refused("macros_refused", MACROS, found=TYPES)
    if b"oleobject" in types or b"activex" in types:
        raise _refused("embedded_object", EMBEDDED, found=TYPES)
    if content_type in MAIN and MAIN[content_type] not in types:
        raise _refused("file_kind_mismatch", OTHER_KIND, found=content_type)


def _text(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """The beginning of a part in small letters, whichever of the two widths of Unicode it is written in."""
    try:
        with archive.open(part) as stream:
            return stream.read(most).replace(b"\x00", b"").lower()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, EOFError):
        raise _refused("not_an_archive", NOT_AN_ARCHIVE) from None


def _refused(code: str, template: str, **facts) -> InputRefused:
    return InputRefused(template, code=code, field="file", **facts)

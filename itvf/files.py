"""Files on disk: stored once under a random name, proved by their hash whenever they are read."""

import hashlib
import os
import re
import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from itvf.errors import DomainError, InputRefused, NotFound, gettext_noop
from itvf.models import File

LARGEST = 20 * 1024 * 1024
# What no list of files shows, the staff's neither: dotted names of functions that give such files' ids.
kept_from_lists: list[str] = []
# What may come in, and how its bytes begin. A name's ending proves nothing.
MAGIC = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "message/rfc822": (),
    "text/plain": (),
    "text/csv": (),
    "application/json": (),
}


class FileDamaged(DomainError):
    """The bytes on disk are not those that were handed in."""

    status = 500
    code = "file_damaged"


@transaction.atomic
def store(content: bytes, *, name: str, content_type: str, by) -> File:
    """This function will keep a file's bytes under a random name and record them with their SHA-256.

    Refuses an empty file, one above 20 MB, a kind that is not accepted, and bytes that do not begin as
    their kind begins (InputRefused). When the caller's transaction is rolled back, the bytes stay behind
    without a row, which harms nobody.
    """
    content_type = content_type.split(";")[0].strip().lower()
    _check(content, content_type)
    token = secrets.token_hex(20)
    path = f"{token[:2]}/{token}"
    _write(path, content)
    return File.objects.create(
        name=_safe_name(name),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        path=path,
        uploaded_by=by,
    )


def read(file: File) -> bytes:
    """This function will give a file's bytes. Raises FileDamaged when they are not what was handed in."""
    try:
        content = (settings.FILES_FOLDER / file.path).read_bytes()
    except FileNotFoundError:
        raise NotFound(gettext_noop("The file {name} is not in its place."), name=file.name) from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileDamaged(
            gettext_noop("The file {name} was changed on disk; restore it from a backup."), name=file.name
        )
    return content


def _check(content: bytes, content_type: str) -> None:
    if not content:
        raise InputRefused(gettext_noop("The file is empty."), code="file_empty", field="file")
    if len(content) > LARGEST:
        raise InputRefused(
            gettext_noop("The file has {size} bytes; at most {largest} are taken."),
            code="file_too_large",
            field="file",
            size=len(content),
            largest=LARGEST,
        )
    if content_type not in MAGIC:
        raise InputRefused(
            gettext_noop("Files of the kind {content_type} are not taken; hand in PDF, PNG, JPEG, XLSX, DOCX or text."),
            code="file_kind_refused",
            field="file",
            content_type=content_type,
        )
    if MAGIC[content_type] and not content.startswith(MAGIC[content_type]):
        raise InputRefused(
            gettext_noop("The file says that it is {content_type}, and its bytes are not."),
            code="file_kind_mismatch",
            field="file",
            content_type=content_type,
        )


def _write(path: str, content: bytes) -> None:
    target = settings.FILES_FOLDER / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _safe_name(name: str) -> str:
    name = PurePath(name.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", name)[-200:] or "file"

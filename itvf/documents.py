"""Paper: typst templates and JSON content in, a tagged PDF out, the same bytes every time.

A document is a template under templates/documents/ and a dict. The dict travels as JSON, never as
typst source, so user text is printed as it was typed. Only the fonts of the locked wheel are used.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import justmytype_intl_cjk
import typst

from itvf.errors import DomainError, InputRefused, gettext_noop, plain

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "documents"
FONTS = Path(justmytype_intl_cjk.__file__).resolve().parent / "fonts" / "ofl"
FONT_FOLDERS = ("notosanstc", "notosanssc", "notosanskr")  # 繁體, 简体, and Latin quotation marks
UNPRINTABLE = re.compile(r'the text `"(?P<text>.+)"` could not be displayed', re.DOTALL)
MOST_UNPRINTABLE = 40


class DocumentFailed(DomainError):
    """The document could not be printed. The message carries typst's own, for whoever mends the template."""

    status = 500
    code = "document_failed"


def render(template: str, content: Mapping[str, Any], *, date: date, title: str) -> bytes:
    """This function will print a template with its content and give back the PDF (PDF/UA-1, tagged).

    `template` is a name without its ending, such as "call_notice"; `content` is plain JSON (decimals
    and dates are turned into strings, floats are refused); `date` and `title` go into the document's
    properties. The same arguments give the same bytes. A character that our fonts cannot show is
    printed as its code, such as [U+1F600]: a notice must go out, and nothing is dropped in silence.
    Raises InputRefused for a float, DocumentFailed when typst cannot print it.
    """
    source = TEMPLATES / f"{template}.typ"
    if not re.fullmatch(r"[a-z_]+", template) or not source.is_file():
        raise DocumentFailed(gettext_noop("There is no document template {name}."), code="no_template", name=template)
    _refuse_floats(content, "content")
    texts = {
        "content": json.dumps(plain(content), ensure_ascii=False, sort_keys=True),
        "title": title,
        "date": date.isoformat(),
    }
    for _ in range(MOST_UNPRINTABLE):
        try:
            return _compile(source, texts, date)
        except typst.TypstError as error:
            unprintable = UNPRINTABLE.search(str(error))
            if unprintable is None:
                raise DocumentFailed(
                    gettext_noop("The document {name} could not be printed: {reason}"), name=template, reason=str(error)
                ) from error
            texts = _spell_out(texts, _unescaped(unprintable["text"]))
    raise DocumentFailed(
        gettext_noop("The document {name} holds more than {count} different characters that our fonts cannot show."),
        code="too_many_unprintable",
        name=template,
        count=MOST_UNPRINTABLE,
    )


def _compile(source: Path, texts: dict[str, str], day: date) -> bytes:
    return typst.compile(
        str(source),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=texts,
        pdf_standards="ua-1",
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folders = [str(FONTS / folder) for folder in FONT_FOLDERS]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _spell_out(texts: dict[str, str], cluster: str) -> dict[str, str]:
    """Replaces a cluster by the codes of its characters, in the JSON text as JSON writes it."""
    codes = "".join(f"[U+{ord(character):04X}]" for character in cluster)
    in_json = json.dumps(cluster, ensure_ascii=False)[1:-1]
    return {
        "content": texts["content"].replace(in_json, codes),
        "title": texts["title"].replace(cluster, codes),
        "date": texts["date"],
    }


def _unescaped(text: str) -> str:
    """The characters behind typst's notation of them: \\u{0} for one that has no picture."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)


def _refuse_floats(value: Any, path: str) -> None:
    if isinstance(value, float):
        raise InputRefused(
            gettext_noop("{path} is the binary fraction {value}; give figures as decimal strings."),
            code="float_refused",
            field=path,
            path=path,
            value=str(value),
        )
    if isinstance(value, Mapping):
        for key, item in value.items():
            _refuse_floats(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            _refuse_floats(item, f"{path}.{index}")

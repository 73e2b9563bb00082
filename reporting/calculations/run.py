"""From one JSON object to its answer or its errors, and from many lines to many. Writes nothing, needs no database."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from itvf.errors import DomainError, InputRefused, gettext_noop
from reporting.calculations.reader import InputFaults, JsonNumber, Reader, object_of, shown
from reporting.calculations.registry import calculation

BLANK = b" \t\r\n"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_WHOLE_NUMBER = 18

NOT_UTF_8 = gettext_noop("The input is not valid UTF-8 at byte {position}; save it as UTF-8.")
NOT_JSON = gettext_noop("The input is not valid JSON at line {line}, column {column}: {reason}.")
TOO_DEEP = gettext_noop("The input nests too many lists or objects in each other.")
NOT_AN_OBJECT = gettext_noop("The input must be one JSON object in braces; found {found}.")
OUT_OF_RANGE = gettext_noop(
    "These figures cannot be calculated with: a result is too large, too small or has no value."
)


def calculate(kind: str, document: Any) -> tuple[dict[str, Any], bool]:
    """This function will calculate one object already read from JSON, and say whether it could.

    The answer is the calculation's, or `{"errors": [{"code", "message", "path"}]}`; the input's `id`, where it
    has one, comes back in either.
    """
    if not isinstance(document, Mapping):
        return refused(InputRefused(NOT_AN_OBJECT, code="not_an_object", found=shown(document)))
    given = Reader(document)
    identity = given.identity(default=None)
    named = {} if identity is None else {"id": identity}
    try:
        return named | calculation(kind)(given), True
    except ArithmeticError:
        return refused(InputRefused(OUT_OF_RANGE, code="out_of_range"), named)
    except DomainError as refusal:
        return refused(refusal, named)


def calculate_text(kind: str, raw: bytes) -> tuple[dict[str, Any], bool]:
    """This function will calculate one JSON object given as UTF-8 bytes, and say whether it could."""
    try:
        document = _parse(raw)
    except InputRefused as refusal:
        return refused(refusal)
    return calculate(kind, document)


def calculate_lines(kind: str, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """This function will answer each line in turn, errors included; blank lines are skipped.

    An unknown kind is refused at once (InputRefused), since no line could be answered.
    """
    calculation(kind)
    return (calculate_text(kind, line)[0] for line in lines if line.strip(BLANK))


def refused(refusal: DomainError, named: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], bool]:
    """This function will give a refusal the shape of the contract, after the input's `id` where that is known."""
    faults = refusal.faults if isinstance(refusal, InputFaults) else (refusal,)
    errors = [{"code": fault.code, "message": str(fault), "path": fault.field} for fault in faults]
    return {**(named or {}), "errors": errors}, False


def printed(answer: Mapping[str, Any], *, indent: int | None = None) -> str:
    """This function will write an answer as JSON text that any UTF-8 stream takes, lone surrogates escaped."""
    text = json.dumps(answer, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.removeprefix(BYTE_ORDER_MARK).decode("utf-8"),
            object_pairs_hook=object_of,
            parse_int=lambda text: int(text) if len(text) <= LONGEST_WHOLE_NUMBER else JsonNumber(text),
            parse_float=JsonNumber,
            parse_constant=JsonNumber,
        )
    except UnicodeDecodeError as error:
        raise InputRefused(NOT_UTF_8, code="invalid_utf8", position=error.start) from None
    except json.JSONDecodeError as error:
        raise InputRefused(
            NOT_JSON, code="invalid_json", line=error.lineno, column=error.colno, reason=error.msg
        ) from None
    except RecursionError:
        raise InputRefused(TOO_DEEP, code="invalid_json") from None

"""What can be refused, and how a refusal explains itself.

Pure: the rules raise and return these, the doors put them into words, pages and problem documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def gettext_noop(message: str) -> str:
    """Marks a template for the catalogues without translating it, so that rules stay free of Django."""
    return message


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule: what was wrong, by which rule and clause, with the facts that show it.

    `template` is the English sentence with `{fact}` places; it is also the message's key in the
    catalogues, so that a door can say it in the reader's language (`itvf.words.breach_text`).
    It names the figure found, the figure allowed, and what to do.
    """

    code: str
    template: str
    rule: str = ""
    clause: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English, facts filled in."""
        return fill(self.template, self.facts)

    def as_json(self) -> dict[str, Any]:
        """The breach as the contract prints it: decimals as strings, dates in ISO form."""
        return {
            "rule": self.rule,
            "clause": self.clause,
            "code": self.code,
            "message": self.message,
            "facts": {name: plain(value) for name, value in self.facts.items()},
        }


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """Puts facts into an English template; what ends on `_hkd` with HK$, what ends on `_rate` as a percentage."""
    return template.format(**{name: _named(name, value) for name, value in facts.items()})


def is_hkd(name: str, value: Any) -> bool:
    """Whether a fact is an amount of HK$, told by its name: a sentence then shows the currency, no template does."""
    return name.endswith("_hkd") and isinstance(value, Decimal)


def hong_kong_dollars(value: Decimal) -> str:
    """An amount of HK$ inside an English sentence: HK$1,234.50, and -HK$1,234.50 below zero."""
    return f"{'-' if value < 0 else ''}HK${abs(value):,f}"


def is_rate(name: str, value: Any) -> bool:
    """Whether a fact is a fraction, told by its name: a sentence then shows it as a percentage."""
    return name.endswith("_rate") and isinstance(value, Decimal)


def percentage(value: Decimal) -> str:
    """This function will write a fraction as a percentage: 0.07 is 7%.

    Exact up to four places of a percent, else half up to two.
    """
    percent = Decimal(value) * 100
    exact = percent == percent.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return f"{trimmed(percent, 4 if exact else 2)}%"


def trimmed(value: Decimal, places: int) -> str:
    """This function will write a figure with so many places at most, half up, without the zeros at its end."""
    figure = f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,f}"
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def plain(value: Any) -> Any:
    """A fact as JSON holds it: Decimals and dates as strings, sequences as lists."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


def _named(name: str, value: Any) -> str:
    if is_hkd(name, value):
        return hong_kong_dollars(value)
    return percentage(value) if is_rate(name, value) else _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown(item) for item in value)
    return str(value)


class DomainError(Exception):
    """A refusal that a person can act on. Nothing has been written when it is raised.

    `code` is stable, `status` is the HTTP status a door answers with, `field` names the input at
    fault where one is.
    """

    status = 400
    code = "refused"

    def __init__(self, template: str = "", *, code: str = "", field: str = "", **facts: Any):
        self.template = template
        self.code = code or self.code
        self.field = field
        self.facts = facts
        super().__init__(fill(template, facts))


class InputRefused(DomainError):
    """The input itself is wrong: a missing figure, a float, an unknown key."""

    code = "invalid_input"


class RuleBroken(DomainError):
    """One or more rules of the scheme, the agreement or the books are broken; all are listed."""

    status = 422
    code = "rule_broken"

    def __init__(self, breaches):
        self.breaches = tuple(breaches)
        super().__init__("")
        self.args = ("; ".join(breach.message for breach in self.breaches),)


class WrongStage(DomainError):
    """The object has moved on, or has not got there yet."""

    status = 409
    code = "wrong_stage"


class NotPermitted(DomainError):
    """The person may see the object and may not do this to it."""

    status = 403
    code = "not_permitted"


class NotFound(DomainError):
    """No such object, or none that this person may know of: the answer is the same."""

    status = 404
    code = "not_found"


class Stale(DomainError):
    """Somebody changed the object since it was read (ETag)."""

    status = 412
    code = "stale"

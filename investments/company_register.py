"""Which companies of the register may be one and the same: by number, by the same name, by the same words (A17)."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower

from funds.rules.names import Name, normal, normal_identifier
from investments.models import Affiliation, Company

NUMBER, SAME_NAME, LIKE_NAME = "number", "same_name", "like_name"
REASONS = (NUMBER, SAME_NAME, LIKE_NAME)
FEWEST_WORDS = 2


def names() -> list[Name]:
    """This function will give the names of every company and of who stands behind it, for the search of applicants."""
    rows = Company.objects.order_by("pk").values_list("name_en", "name_zh_hant", "br_number")
    found = [
        Name(name, number or "", "company", name_en) for name_en, zh, number in rows for name in (name_en, zh) if name
    ]
    behind = Affiliation.objects.order_by("pk").values_list("name_en", "name_zh_hant", "identifier", "capacity")
    return found + [
        Name(name, number, capacity, name_en)
        for name_en, zh, number, capacity in behind
        for name in (name_en, zh)
        if name
    ]


@dataclass(frozen=True, slots=True)
class Similar:
    """A company that may be the one asked for, and why: `number`, `same_name` or `like_name`."""

    company: Company
    reason: str


def lock() -> None:
    """Lets one writer of the register through at a time, so that two can't register one company at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('company register', 0))")


def of_number(br_number: str) -> Company | None:
    """The company of a business registration number, however it is spaced or hyphenated."""
    wanted = normal_identifier(br_number)
    bare = Func(
        F("br_number"),
        Value("[^0-9A-Za-z]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
    return Company.objects.annotate(bare=Lower(bare)).filter(bare=wanted).first() if wanted else None


def similar_companies(name_en: str, name_zh_hant: str = "", br_number: str = "") -> list[Similar]:
    """The registered companies that may be the same, the likeliest first.

    Names are compared as related parties' are: width, case, punctuation, kind of body and the commonest simplified
    characters make no difference; names of the same words in another order, or one that begins with all of the other's
    words, are alike.
    """
    number = normal_identifier(br_number)
    names = {folded for name in (name_en, name_zh_hant) if (folded := normal(name))}
    found: dict[int, str] = {}
    rows = Company.objects.order_by("pk").values_list("pk", "name_en", "name_zh_hant", "br_number")
    for pk, *standing, other_number in rows.iterator():
        reason = _reason(
            names, number, {normal(name) for name in standing if name}, normal_identifier(other_number or "")
        )
        if reason:
            found[pk] = reason
    companies = Company.objects.in_bulk(found)
    ranked = sorted(found, key=lambda pk: (REASONS.index(found[pk]), companies[pk].name_en, pk))
    return [Similar(companies[pk], found[pk]) for pk in ranked]


def _reason(names: set[str], number: str, other_names: set[str], other_number: str) -> str:
    if number and number == other_number:
        return NUMBER
    if {name.replace(" ", "") for name in names} & {name.replace(" ", "") for name in other_names}:
        return SAME_NAME
    pairs = ((name.split(), other.split()) for name in names for other in other_names)
    return LIKE_NAME if any(_are_alike(one, other) for one, other in pairs) else ""


def _are_alike(one: list[str], other: list[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= FEWEST_WORDS and (set(one) == set(other) or longer[: len(shorter)] == shorter)

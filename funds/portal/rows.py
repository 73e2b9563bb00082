"""Forms of several rows on one page: a row more, a row fewer, and every error with the row that it is in."""

from collections.abc import Iterable

MOST_ROWS = 30


def changed(posted, prefix: str, names: Iterable[str]) -> list[dict]:
    """The rows as they were typed, with one more or one fewer; nothing is judged yet."""
    count = min(int(posted.get(f"{prefix}-TOTAL_FORMS") or 0), MOST_ROWS)
    names = list(names)
    rows = [{name: posted.get(f"{prefix}-{place}-{name}", "") for name in names} for place in range(count)]
    if "add" in posted and count < MOST_ROWS:
        rows.append({})
    gone = posted.get("remove", "")
    return [row for place, row in enumerate(rows) if str(place) != gone] or [{}]


def problems(rows, words: str) -> list[tuple[str, str]]:
    """Every error with its row, for the summary at the head; `words` have {number}, {field} and {error}."""
    if not rows.is_bound:
        return []
    found = [(error, "") for error in rows.non_form_errors()]
    for number, form in enumerate(rows.forms, start=1):
        for field in form:
            for error in field.errors:
                text = words.format(number=number, field=field.label, error=error)
                found.append((text, f"#{field.auto_id}"))
    return found

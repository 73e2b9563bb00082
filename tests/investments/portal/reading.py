"""How tests read a page: its tables' rows, and its words without markup."""

import re
from html import unescape


def plain(markup: str) -> str:
    """The words of some markup, one space between them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\xa0", " ").split())


def rows(page: str, caption: str = "") -> list[str]:
    """The rows of a page's first table, or of the one whose caption begins so, as words."""
    tables = [part.split("</table>")[0] for part in page.split("<table")[1:]]
    named = [table for table in tables if plain(table.split("<caption>")[-1]).startswith(caption)]
    body = named[0].split("<tbody>")[1].split("</tbody>")[0]
    return [plain("<tr" + row) for row in body.split("<tr")[1:]]


def foot(page: str, caption: str = "") -> str:
    """The sums below a table, as words."""
    tables = [part.split("</table>")[0] for part in page.split("<table")[1:]]
    named = [table for table in tables if plain(table.split("<caption>")[-1]).startswith(caption)]
    return plain(named[0].split("<tfoot>")[1])

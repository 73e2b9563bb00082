"""Walks a site as a reader does: from a page to every address that it links to."""

import re
from collections import Counter, deque
from html import unescape

from django.test import Client

LINK = re.compile(r'<a\b[^>]*\shref="(/[^"]*)"')
# Leaves the walk: signing out, changing the language, and a list's own orders and filters.
ASIDE = re.compile(r"/logout/|/i18n/|[?&](o|q|p|page|_facets|[a-z_]+__[a-z_]+)=")


def broken(user, start: str, *, each: int = 1) -> list[str]:
    """This function will open what pages link to from `start` on, and tell which address did not answer, and its page.

    Addresses that differ in numbers, dates, or what they ask are of one kind; `each` of a kind are opened.
    """
    client = Client(raise_request_exception=False)
    client.force_login(user)
    found, seen, kinds, waiting = [], {start}, Counter(), deque([(start, "")])
    while waiting:
        address, page = waiting.popleft()
        kind = re.sub(r"\d+", "0", address.partition("?")[0])
        kinds[kind] += 1
        if kinds[kind] > each:
            continue
        answer = client.get(address)
        if answer.status_code >= 400:
            found.append(f"{answer.status_code} {address}, linked from {page}")
        if "html" not in answer.get("Content-Type", "") or answer.streaming:
            continue
        if answer.status_code in (301, 302):
            links = [answer["Location"]]
        else:
            links = LINK.findall(answer.content.decode())
        for link in (unescape(link).partition("#")[0] for link in links):
            if link.startswith("/") and link not in seen and not ASIDE.search(link):
                seen.add(link)
                waiting.append((link, address))
    return found

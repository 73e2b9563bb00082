"""Every address of the portal and the API that can be read, filled from a world, and what computed figures it shows."""

import re
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from tests.reporting.explain.world import QUARTER

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# Parts of answers that keep what somebody said, told or typed at a time, sealed as it was.
SEALED = {"working", "facts", "content", "explained", "comparison"}


def named(prefix: str) -> Iterator[tuple[str, str]]:
    """Every route whose name begins so, with its pattern."""

    def walk(patterns, before):
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, before + str(one.pattern))
            elif (one.name or "").startswith(prefix):
                yield one.name, before + str(one.pattern)

    return walk(get_resolver().url_patterns, "")


def filled(world, pattern: str) -> str:
    """A pattern's address in a world: its fund, its quarter, and of each kind of thing the one that there is."""
    fund, first = world.fund, pattern.removeprefix("api/v1/").partition("/")[0]
    call = fund.calls.get(netting=None)
    ids = {
        "calls": call.pk,
        "capital-calls": call.pk,
        "closings": fund.closings.first().pk,
        "distributions": fund.distributions.filter(netting=None).order_by("number").last().pk,
        "funds": world.partner.pk,
        "investments": world.lot.pk,
        "net-notices": world.netting.pk,
        "notices": world.netting.lines.first().notice.pk,
        "portfolio": world.lot.company_id,
        "proposals": world.lot.proposal_id,
    }
    given = {"code": fund.code, "period_end": QUARTER, "pk": ids.get(first, 1)}
    return "/" + ARGUMENT.sub(lambda found: str(given.get(found[1], found[1])), pattern)


def bare(answer, at: str = "") -> Iterator[str]:
    """The fields of money in an answer that name no derivation, with what they stand in."""
    if isinstance(answer, list):
        for one in answer:
            yield from bare(one, at)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            if name.endswith("_hkd") and isinstance(value, str) and name not in answer.get("explained", {}):
                yield f"{at}.{name}".lstrip(".")
            elif name not in SEALED:
                yield from bare(value, at if name in ("results", "") else name)

"""What a round's size must not slow: its pages, its paper, its decision, each as one piece of work."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse

from funds import assessment as reads
from funds import rounds
from funds.rounds import database_clock as now
from funds.services import conflicts, decisions
from itvf.dates import local_date
from tests import portal


def works_on(world) -> dict[str, Callable[[], object]]:
    """This function will give every work on a round of tests/round_worlds.py, by name."""
    staff, assessor = portal.client_of(world.cast.officer), portal.client_of(world.members[0].user)
    reference, first = world.invitation.reference, world.applications[0]
    offered = reverse("portal_offer", args=[reference, first.pk])
    return {
        "board": lambda: page(staff, reverse("admin:funds_assessment_change", args=[world.assessment.pk])),
        "comparison": lambda: page(staff, reverse("portal_offers", args=[reference])),
        "grid": lambda: page(staff, offered),
        "tasks": lambda: page(assessor, reverse("portal_assessment")),
        "paper": lambda: page(staff, reverse("portal_committee_paper", args=[reference])),
        "record": lambda: records(world.invitation),
        "search": lambda: search(world),
        "decision": lambda: decide(world),
        "floor": lambda: reads.submissions_of(world.invitation),
    }


def page(client, address: str) -> bytes:
    """A page that was found."""
    answer = client.get(address, SERVER_NAME="localhost")
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return answer.content


def records(invitation) -> list:
    """The track record of every application, deal by deal."""
    return [
        rounds.track_record_of(one.content["sections"], on=local_date(one.received_at))
        for one in reads.submissions_of(invitation)
    ]


def decide(world) -> None:
    """The decision, proposed by one and approved by another, then undone."""
    with transaction.atomic():
        proposed = decisions.propose(assessment=world.assessment, choices={}, by=world.cast.officer, at=now())
        decisions.approve(decision=proposed, by=world.cast.manager, at=now())
        transaction.set_rollback(True)


def search(world) -> None:
    """The names of the round, searched once more and undone."""
    with transaction.atomic():
        conflicts.search_names(assessment=world.assessment, by=world.cast.officer, at=now())
        transaction.set_rollback(True)

"""Waiting for the worker: a call's notices on their way through the outbox, as the database sees them."""

from collections import Counter
from time import monotonic, sleep

from django.core.management.base import CommandError

from funds.models import CapitalCall
from itvf.models import OutboxMessage
from reporting.demo.printing import Page

State = OutboxMessage.State
PATIENCE_SECONDS = 60
NO_WORKER = (
    "Nothing has moved in the outbox for {seconds} seconds: {states}. Is a worker running, and does the mail server "
    "at EMAIL_URL answer? bin/demo --once starts both. {error}"
)


def wait_until_sent(page: Page, call: CapitalCall, *, patience: float = PATIENCE_SECONDS) -> None:
    """This function will wait until every notice of a call is sent, and say so; without a worker it ends in words."""
    messages = OutboxMessage.objects.filter(notice__line__call=call)
    page.say(f"{messages.count()} notices are in the outbox; waiting for the worker …", style="faint")
    seen, since = None, monotonic()
    while True:
        states = Counter(messages.values_list("state", flat=True))
        if set(states) <= {State.SENT, State.FAILED}:
            break
        if states != seen:
            seen, since = states, monotonic()
        if monotonic() - since > patience:
            raise CommandError(_why(messages, states, patience))
        sleep(0.2)
    if states[State.FAILED]:
        raise CommandError(_why(messages, states, 0))


def _why(messages, states: Counter, patience: float) -> str:
    shown = ", ".join(f"{count} {State(state).label}" for state, count in sorted(states.items()))
    error = messages.exclude(error="").values_list("error", flat=True).first() or ""
    return NO_WORKER.format(seconds=round(patience), states=shown, error=error).strip()

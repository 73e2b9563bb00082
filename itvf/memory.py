"""Large answers are built with the garbage collector at rest: it would walk all that stays again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """This function will stop the collector of cycles for a piece of work, and start it again if it was on.

    What nobody refers to is freed at once all the same; only cycles wait, other threads' among them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

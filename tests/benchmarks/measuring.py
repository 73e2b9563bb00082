"""How every benchmark measures: medians of interleaved rounds, growth exponents, queries counted."""

import math
import statistics
import time
from collections.abc import Callable, Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext


def seconds(work: Callable[[], object]) -> float:
    """This function will run a piece of work once and give the seconds that it took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def growth(work: Callable[[int], object], sizes: Sequence[int], rounds: int = 3) -> float:
    """This function will give the growth exponent of a piece of work from its least processor time at each size.

    For tests: unlike a limit in seconds it says the same on a slow machine and on a busy one.
    """
    times = []
    for size in sizes:
        taken = []
        for _ in range(rounds):
            start = time.process_time()
            work(size)
            taken.append(time.process_time() - start)
        times.append(min(taken))
    return exponent(sizes, times)


def queries(work: Callable[[], object]) -> int:
    """This function will run a piece of work once and give the statements that it sent."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def median(samples: Sequence[float]) -> float:
    """The middle of the samples."""
    return statistics.median(samples)


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """This function will give the growth exponent: the slope of log time over log size, by least squares."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(taken) for taken in times]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - mean_x) ** 2 for x in xs)

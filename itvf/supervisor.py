"""Keeps a few processes running side by side: starts them, writes their logs, starts one again that fell, stops all."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from itvf.embedded import die_with_parent, last_words

FALLS_ALLOWED = 3
WITHIN_SECONDS = 60
STOP_SECONDS = 15


class GaveUp(Exception):
    """A process fell too often; the message has its last words."""


@dataclass
class Child:
    """One process, with what it needs to start again."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen | None = None
    falls: list[float] = field(default_factory=list)

    def start(self, environment: Mapping[str, str], folder: Path) -> None:
        """Starts it in a group of its own, so that Ctrl-C reaches us first and we stop it in order."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def fell(self) -> bool:
        """Whether it was started and has ended."""
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    """`with Supervisor(…) as supervisor: supervisor.start(…); supervisor.watch()`; leaving stops all children."""

    def __init__(self, *, environment: Mapping[str, str], folder: Path, logs: Path, say: Callable[[str], None]):
        self.children: list[Child] = []
        self._environment = dict(environment)
        self._folder = folder
        self._logs = logs
        self._say = say
        logs.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *exc_info) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str]) -> Child:
        """This function will start a child and keep its output in logs/NAME.log."""
        log = self._logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        child = Child(name, command, log)
        self.children.append(child)
        child.start(self._environment, self._folder)
        return child

    def look(self) -> None:
        """This function will start again what fell, and raise GaveUp for what falls again and again."""
        for child in self.children:
            if not child.fell():
                continue
            now = time.monotonic()
            child.falls = [*(fall for fall in child.falls if now - fall < WITHIN_SECONDS), now]
            _end_group(child, signal.SIGKILL)  # nothing of it stays behind
            how = f"{child.name} ended ({_how(child.process.returncode)})"
            words = f"Its last words ({child.log}):\n{last_words(child.log)}"
            if len(child.falls) > FALLS_ALLOWED:
                raise GaveUp(f"{how} for the {len(child.falls)}th time within a minute. {words}")
            self._say(f"{how}; starting it again. {words}")
            child.start(self._environment, self._folder)

    def wait_until(self, done: Callable[[], bool], *, what: str, seconds: float) -> None:
        """This function will look after the children until `done`; raises GaveUp when it takes too long."""
        give_up = time.monotonic() + seconds
        while not done():
            if time.monotonic() > give_up:
                logs = "\n\n".join(f"{child.log}:\n{last_words(child.log, 8)}" for child in self.children)
                raise GaveUp(f"{what} did not happen within {seconds:.0f} s.\n{logs}")
            self.look()
            time.sleep(0.1)

    def stop(self) -> None:
        """This function will stop all children, the latest first, and leave none running."""
        for child in reversed(self.children):
            if child.process and child.process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    child.process.terminate()  # the parent of a pool tells its own children
        give_up = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, give_up - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{child.name} does not end in good order; ending it.")
            _end_group(child, signal.SIGKILL)
            child.process.wait()
        self.children.clear()


def _end_group(child: Child, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

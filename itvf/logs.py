"""Logs as one JSON object a line: for machines to search, with the request and the person bound to each."""

import logging

import structlog
from django.conf import settings

SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def formatter() -> logging.Formatter:
    """This function will make the formatter that settings.LOGGING names, and set up structlog to feed it."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    is_for_people = settings.DEBUG or settings.DEMO
    renderer = (
        structlog.processors.KeyValueRenderer(["timestamp", "level", "logger", "event"])
        if is_for_people
        else (structlog.processors.JSONRenderer())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )

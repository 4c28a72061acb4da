"""What the operator reads: one JSON line on stderr for each thing worth knowing, no token and no customer's words."""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog
from structlog.typing import FilteringBoundLogger, Processor

SECRETS = re.compile(r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[\w.-]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)", re.ASCII)
QUIET = ("slack_sdk", "aiohttp", "asyncio", "apscheduler", "alembic", "uvicorn", "sqlalchemy")
"""Libraries whose lower levels print payloads, and so customers' words."""
TICKING = "apscheduler.scheduler"
"""It warns of each tick that finds the last one still at work, which is as it should be."""
TICKED = "apscheduler.executors"
"""What a tick raises is logged where it is caught; this calls it an error where a stop cancels one not yet begun."""
SILENT = ("slack_bolt",)
"""Its warnings print payloads, too; whatever goes wrong in it comes to our error handler."""

Event = MutableMapping[str, Any]


def named(name: str) -> FilteringBoundLogger:
    """Answer who logs under a name."""
    logger: FilteringBoundLogger = structlog.get_logger(name)
    return logger


def configure(level: str) -> None:
    """Send structlog and logging alike to stderr as JSON, from `level` (`debug` … `error`) up."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _shorten_trace,
        _mask_secrets,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, as_json],
    )
    _listen(formatter, level.upper())


def _listen(formatter: logging.Formatter, level: str) -> None:
    door = logging.StreamHandler(sys.stderr)
    door.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [door]
    root.setLevel(level)
    for library in QUIET:
        logging.getLogger(library).setLevel(max(logging.WARNING, root.level))
    logging.getLogger(TICKING).setLevel(logging.ERROR)
    logging.getLogger(TICKED).setLevel(logging.CRITICAL)
    for library in SILENT:
        silent = logging.getLogger(library)
        silent.handlers, silent.propagate = [logging.NullHandler()], False


def _shorten_trace(_logger: object, _method: str, event: Event) -> Event:
    """Tell a fault by its kinds and places: what an exception says may hold a customer's words."""
    raised = event.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = [type(cause).__name__ for cause in _causes(error)]
        event["trace"] = [place for cause in _causes(error) for place in _places(cause)]
    return event


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"


def _mask_secrets(_logger: object, _method: str, event: Event) -> Event:
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = SECRETS.sub("…", value)
    return event

"""What this process counts for `/metrics`; labels are from closed lists: never a person, a channel or a customer."""

from collections.abc import Mapping

from prometheus_client import Counter, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric

disable_created_metrics()  # type: ignore[no-untyped-call]  # since when each is counted nobody asks

SOON = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Slack waits three for an ack."""

ACKS = Histogram(
    "baton_ack_seconds",
    "From a payload of Slack's to our ack, by its kind and what came of it",
    ["kind", "outcome"],
    buckets=SOON,
)
TURNED_AWAY = Counter("baton_turned_away", "Requests answered with 4xx or 5xx, by door and status", ["door", "status"])
WAITS = Histogram(
    "baton_database_wait_seconds", "How long a unit of work waits for a thread and its connection", ["by"], buckets=SOON
)
UNITS = Histogram(
    "baton_database_unit_seconds", "How long it takes from then, its commit included", ["by"], buckets=SOON
)
UNITS_FAILED = Counter("baton_database_failed", "Units of work for which the database was busy, full or gone", ["by"])


def watch_unit(by: str, waited: float, took: float, has_failed: bool) -> None:  # noqa: FBT001  as the database calls it
    """Count a unit of work of the writers or the readers."""
    WAITS.labels(by).observe(waited)
    UNITS.labels(by).observe(took)
    if has_failed:
        UNITS_FAILED.labels(by).inc()


def by_label(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    """Make a gauge of values that were asked for just now."""
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family

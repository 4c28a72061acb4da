"""What `/metrics` tells of delivery."""

from prometheus_client import Counter, Gauge, Histogram

from bot.delivery.transitions import Lost, NotTaken, Refused

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
NOTICES = Counter("baton_notices", "Notices by topic and by what an answer made of them", ["topic", "state"])
LEASES_LOST = Counter("baton_leases_lost", "Lanes that another process took over while we were at work")
CALLS = Counter("baton_slack_calls", "Calls to Slack by method and result", ["method", "result"])
CALL_SECONDS = Histogram("baton_slack_call_seconds", "How long calls to Slack take", ["method"], buckets=SECONDS)
QUESTIONS = Histogram(
    "baton_jira_call_seconds",
    "How long Jira takes, by what is asked and the result",
    ["asked", "result"],
    buckets=SECONDS,
)
PEOPLE_SEEN = Gauge("baton_people_seen_timestamp_seconds", "When this process last looked at everyone in Slack")


def result_of(answer: object) -> str:
    """Say in a word what came of a call; the log has Slack's own word for a refusal."""
    match answer:
        case Refused():
            return "refused"
        case NotTaken():
            return "not_taken"
        case Lost():
            return "lost"
    return "ok"

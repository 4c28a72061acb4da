"""What `/metrics` tells of delivery."""

from prometheus_client import Counter, Gauge

NOTICES = Counter("baton_notices", "Notices by topic and by what an answer made of them", ["topic", "state"])
OLDEST = Gauge("baton_oldest_notice_seconds", "How long the oldest notice not yet posted has waited")
LEASES_LOST = Counter("baton_leases_lost", "Lanes that another process took over while we were at work")
CALLS = Counter("baton_slack_calls", "Calls to Slack by method and result", ["method", "result"])

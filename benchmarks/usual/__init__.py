"""The usual pattern of a Slack app, as its framework sets it up: what Baton stands beside where Slack is slow."""

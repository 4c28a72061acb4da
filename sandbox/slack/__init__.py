"""A small, strict Slack on loopback: its rules, its doors and the people in it."""

"""A small, strict Jira Cloud (REST v3) on loopback, with signed webhooks; it knows nothing of Baton."""

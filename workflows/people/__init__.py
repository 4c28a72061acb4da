"""Who is who: roles and the mirror of Slack's people."""

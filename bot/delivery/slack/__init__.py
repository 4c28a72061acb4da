"""Out, to Slack: the only poster, and what its messages look like."""

"""What became of requests in Jira, and who is told."""

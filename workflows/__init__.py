"""What a support team does: no Slack, no Jira, no SQL, no clock."""

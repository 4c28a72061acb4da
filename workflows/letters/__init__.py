"""What Slack or Jira refused for good, as admins see it and try it again."""

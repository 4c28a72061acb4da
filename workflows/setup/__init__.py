"""How an admin sets Baton up in Slack: the channels, who leads, a message to see that it works."""

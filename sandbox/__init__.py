"""A local Slack to try Baton in and to test it against."""

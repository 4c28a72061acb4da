"""How Slack, the clock and the shell see Baton: the asynchronous edge."""

"""The customers' companies: who owns them, who covers."""

"""In, from Slack: each listener reads a payload, makes one service call, and acks once it is safe."""

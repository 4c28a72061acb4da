"""Escalation: what a customer needs, from the agent's form to the outcome."""

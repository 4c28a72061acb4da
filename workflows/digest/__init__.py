"""Summaries that post themselves: when, where, what they say."""

"""Whisper: advice while the customer is still talking."""

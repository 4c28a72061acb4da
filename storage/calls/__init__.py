"""Calls, what is whispered in them, and, for a while, what is said."""

from storage.calls.records import (
    Call,
    CallChanges,
    NewCall,
    NewWhisper,
    Note,
    Segment,
    Sign,
    Whisper,
    WhisperChanges,
)
from storage.calls.repository import Calls
from storage.calls.summaries import CallSummaries, HelpSign
from storage.calls.whispers import Whispers

__all__ = [
    "Call",
    "CallChanges",
    "CallSummaries",
    "Calls",
    "HelpSign",
    "NewCall",
    "NewWhisper",
    "Note",
    "Segment",
    "Sign",
    "Whisper",
    "WhisperChanges",
    "Whispers",
]

"""Requests and the trail of every step they take."""

from storage.requests.records import Changes, FileLink, NewRequest, Request, Step
from storage.requests.repository import Requests
from storage.requests.summaries import Brief, RequestSummaries, StateThen, Stride

__all__ = [
    "Brief",
    "Changes",
    "FileLink",
    "NewRequest",
    "Request",
    "RequestSummaries",
    "Requests",
    "StateThen",
    "Step",
    "Stride",
]

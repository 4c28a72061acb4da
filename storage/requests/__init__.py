"""Requests and the trail of every step they take."""

from storage.requests.records import Changes, FileLink, NewRequest, Request, Step
from storage.requests.repository import Requests

__all__ = ["Changes", "FileLink", "NewRequest", "Request", "Requests", "Step"]

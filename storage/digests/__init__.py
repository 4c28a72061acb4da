"""Digests as they were set up, and every one that was posted, with its values."""

from storage.digests.editions import Editions
from storage.digests.records import Digest, DigestChanges, Edition, NewDigest, NewEdition
from storage.digests.repository import Digests

__all__ = [
    "Digest",
    "DigestChanges",
    "Digests",
    "Edition",
    "Editions",
    "NewDigest",
    "NewEdition",
]

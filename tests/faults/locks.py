"""A database that somebody else holds."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Let nobody file: hold the one right to write a SQLite file, or a lock on PostgreSQL's table of requests.

    A backup, a change of tables or another program might.
    """
    held = _locked_file(url) if url.startswith("sqlite") else _locked_table(url)
    with held:
        yield


@contextmanager
def _locked_file(url: str) -> Iterator[None]:
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextmanager
def _locked_table(url: str) -> Iterator[None]:
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE requests IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()

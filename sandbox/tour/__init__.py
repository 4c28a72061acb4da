"""The guided tour: eight steps through the demo for each of three people."""

from sandbox.tour.guide import Tours

__all__ = ["Tours"]

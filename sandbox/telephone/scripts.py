"""All calls that the demo can play."""

from sandbox.telephone import english, japanese

SCRIPTS = (*japanese.SCRIPTS, *english.SCRIPTS)

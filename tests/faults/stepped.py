"""A program: `app.py` on a machine whose clock is stepped. SIGUSR1 sets it ahead by `CLOCK_STEP` seconds, SIGUSR2 back.

Only what the machine says the time is goes astray: nothing waits longer or shorter for it, as in reality.
"""

import os
import runpy
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import time_machine

APP = Path(__file__).parents[2] / "app.py"

if __name__ == "__main__":
    step = float(os.environ["CLOCK_STEP"])
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        signal.signal(signal.SIGUSR1, lambda *_: clock.shift(step))
        signal.signal(signal.SIGUSR2, lambda *_: clock.shift(-step))
        sys.path[0] = str(APP.parent)
        runpy.run_path(str(APP), run_name="__main__")

"""Where the figures come from: figures without their machine say nothing."""

import os
import platform
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

LIBRARIES: Final = ("slack-bolt", "uvicorn", "uvloop", "httptools", "sqlalchemy", "psycopg")
SYNCS: Final = 200


def processor() -> str:
    """Answer the processor's own name, where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def sync_microseconds(folder: Path) -> float:
    """Answer how long this disk takes to make 4 KiB safe: the median of 200 times."""
    path = folder / "sync"
    took = []
    with path.open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(b"\0" * 4096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    path.unlink()
    return median(took) * 1e6


def describe(folder: Path) -> dict[str, str]:
    """Answer what the reader must know, name by name; `folder` is on the disk that is written to."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "load before the run": f"{os.getloadavg()[0]:.1f}",
        "disk": f"fsync of 4 KiB {sync_microseconds(folder):.0f} µs",
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }

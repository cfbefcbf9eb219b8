"""Times commands in turn, so that what else the machine does meets all of them alike."""

import os
import statistics
import sys
import time
from dataclasses import dataclass


@dataclass
class Figures:
    """Medians: seconds on the wall, seconds of processor time. And the highest peak of memory, in MB."""

    wall: float
    cpu: float
    peak: float


def once(command):
    """Wall seconds, CPU seconds (user and system), peak MB. Herald's exit code 1 says that a person is needed."""
    began = time.perf_counter()
    child = os.posix_spawnp(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"exit {code}: {' '.join(command)}")
    # Kilobytes, but on Darwin bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def measure(commands, rounds):
    """Runs each command once a round. Prints and returns its figures, by name."""
    seen = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            seen[name].append(once(command))
    figures = {}
    for name, rows in seen.items():
        wall, cpu, peak = zip(*rows)
        figures[name] = Figures(statistics.median(wall), statistics.median(cpu), max(peak))
        print(
            f"  {name:<24} wall {figures[name].wall:8.3f} s (least {min(wall):8.3f})   CPU {figures[name].cpu:8.3f} s "
            f"(least {min(cpu):8.3f})   peak {figures[name].peak:6.0f} MB",
            flush=True,
        )
    print(f"  load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {rounds} rounds", flush=True)
    return figures

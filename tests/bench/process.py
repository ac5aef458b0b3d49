"""What a process that is measured says and does about itself; imports nothing that takes time."""

from pathlib import Path


def peak_mb() -> float:
    """The most memory this process has had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def give_way_in_need() -> None:
    """Where the machine's memory runs out, this process is the one to go."""
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")

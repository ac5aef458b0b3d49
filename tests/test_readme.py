"""The README says what the code does: headings of the pack, commands, folders."""

import re
import subprocess
import sys
from pathlib import Path

from sqs.intake.tables import TABLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_has_the_headings_of_every_table() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| ([\w, ]+) \|$", README, flags=re.MULTILINE))
    assert {name: ", ".join(table.headings) for name, table in TABLES.items()} == {
        name: headings for name, headings in rows.items() if name in TABLES
    }


def test_the_readme_names_every_command_and_no_other() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "sqs", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    commands = re.findall(r"^  (\w+) ", printed.split("Commands:")[1], flags=re.MULTILINE)
    named = re.findall(r"^python -m sqs (\w+)", README, flags=re.MULTILINE)
    assert sorted(set(named)) == sorted(commands)


def test_what_the_readme_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    for folder in re.findall(r"`((?:sqs|data|pages)/?\w*(?:\.py)?)`", README):
        assert (ROOT / folder).exists(), folder

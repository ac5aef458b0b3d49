"""`python -m sqs`: what each command prints, where to, and with which exit status."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from fractions import Fraction
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from packs import INSPECTION, Pack, bedfordshire, contents, zipped

import sqs.__main__ as command_line
from sqs import settings
from sqs.commands.terminal import Progress
from sqs.figures.funnel import limits
from sqs.figures.shares import wilson
from sqs.intake.history import uploads
from sqs.intake.loading import load
from sqs.letter.wording import read_scale
from sqs.store.database import Database

ROOT = Path(__file__).parent.parent

SCORE = (
    "inspection_id,section,question_id,met,relevant,not_relevant,share,low,high,method,phrase,"
    "edition"
)
UPLOADS = "upload,status,loaded_at,loaded_by,files,rows,inspections"
PROBLEMS = "rule,file,line,column,case,found,allowed,message"


class Result(NamedTuple):
    """What a command left behind."""

    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def sqs(capsys):
    """One command in this process; an error that gets out of it, or a traceback, fails the test."""

    def one(*arguments: object) -> Result:
        capsys.readouterr()
        status = command_line.main([str(argument) for argument in arguments])
        result = Result(status, *capsys.readouterr())
        assert "Traceback" not in result.stdout + result.stderr or "--debug" in arguments
        return result

    return one


def run(*arguments: object, **more) -> subprocess.CompletedProcess[str]:
    """One command as people run it."""
    return subprocess.run(
        [sys.executable, "-m", "sqs", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **more,
    )  # fmt: skip


@pytest.fixture
def db(tmp_path) -> Path:
    return tmp_path / "x.duckdb"


@pytest.fixture
def written(tmp_path):
    """Writes a pack's files and gives their paths."""

    def write(pack: Pack) -> list[Path]:
        folder = tmp_path / "pack"
        folder.mkdir(exist_ok=True)
        for file in pack.files():
            (folder / file.name).write_bytes(file.data)
        return [folder / file.name for file in pack.files()]

    return write


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Path:
    """A database file with the Bedfordshire inspection, only read from."""
    path = tmp_path_factory.mktemp("held") / "held.duckdb"
    with Database(path, create=True) as database:
        load(database, bedfordshire().files(), by="inspector 1")
    return path


# ---- help


def test_help_lists_the_commands_that_work_in_the_order_of_use(sqs):
    result = sqs("--help")

    assert result.exit_code == 0
    listed = result.stdout.split("Commands:\n")[1]
    assert re.findall(r"^  (\w+) ", listed, re.MULTILINE) == [
        "demo", "load", "uploads", "undo", "redo", "score", "compare", "letter", "check", "verify",
        "export",
    ]  # fmt: skip
    assert "3 the database cannot be opened" in result.stdout


@pytest.mark.parametrize("name", list(command_line.COMMANDS))
def test_every_command_takes_a_database_and_shows_an_example(sqs, name):
    result = sqs(name, "-h")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"usage: python -m sqs {name} ")
    assert f"\n\n{command_line.COMMANDS[name]}\n\n" in result.stdout
    assert f"  python -m sqs {name}" in result.stdout
    options = set(import_module(f"sqs.commands.{name}").arguments().options)
    assert {"--db", "--debug", "--help", "-h"} <= options
    printing = ("load", "uploads", "score", "compare", "check")
    assert ("--format" in options) == (name in printing)
    listed = re.findall(r"^  (--?\w.*?)(?:  |$)", result.stdout, re.MULTILINE)
    assert options == {part.split()[0] for each in listed for part in each.split(", ")}


def test_help_needs_nothing_else_that_the_command_does(sqs):
    assert sqs("letter", "--help", "x", "y").exit_code == 0
    assert sqs("--help", "letter").stdout == sqs("-h").stdout


def test_words_and_options_may_be_mixed(sqs, db, written):
    first, *more = written(bedfordshire())

    result = sqs("load", first, "--dry-run", f"--db={db}", *more[:-1], "--", more[-1])

    assert result.exit_code == 0
    assert "answers 540, cases 20, inspections 1, " in result.stdout
    assert result.stdout.endswith("This was a dry run: nothing was loaded.\n")


def test_the_help_of_load_names_every_heading(sqs):
    words = re.split(r"[\s,]+", sqs("load", "--help").stdout)
    for name, rows in bedfordshire().tables.items():
        assert {name, *rows[0]} <= set(words)


def test_help_waits_for_no_database():
    """Slow packages are for the commands that need them; no command needs pandas."""
    script = textwrap.dedent("""
        import sys
        before = set(sys.modules)
        import runpy
        sys.argv[1:] = {arguments!r}
        try:
            runpy.run_module("sqs", run_name="__main__", alter_sys=True)
        except SystemExit as end:
            assert not end.code, end.code
        print(*set(sys.modules) - before, file=sys.stderr)
    """)

    def imported(*arguments: str) -> set[str]:
        code = script.format(arguments=list(arguments))
        return set(run_python(code).stderr.splitlines()[-1].split())

    slow = {"duckdb", "numpy", "pandas", "pyarrow", "scipy", "streamlit", "altair", "click"}
    page = imported("--help")
    assert {name for name in page if name.startswith("sqs.")} == {
        "sqs.commands", "sqs.commands.terminal",
    }  # fmt: skip
    assert not page & (slow | {"argparse", "pathlib", "re", "typing"})
    command = imported("load", "--help")
    assert "sqs.intake.tables" in command
    assert not command & slow


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip


# ---- load


def test_load_prints_a_receipt(sqs, db, written):
    result = sqs("load", *written(bedfordshire()), "--db", db)

    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == (
        "Inspections: bedfordshire-2014\n"
        "Rows read: answers 540, cases 20, inspections 1, interviews 100, quotes 5, recipients 18, "
        "reoffending 2, yots 1\n"
        "\n"
        "Loaded as upload 1. To take it back: python -m sqs undo 1\n"
    )


def test_load_says_how_many_texts_may_name_somebody_and_json_does_not(sqs, db, written, tmp_path):
    pack = bedfordshire().cell("quotes", 2, "text", "Sam Lee was heard.")
    pack = pack.cell("answers", 9, "note", "Seen with Sam Lee.")

    result = sqs("load", *written(pack), "--db", db)

    assert (
        "\nMay name somebody, see Load cases: 1 note and 1 quote. Such a quote is published only "
        "once somebody clears it there.\n" in result.stdout
    )
    other = tmp_path / "other.duckdb"
    as_json = json.loads(sqs("load", *written(pack), "--db", other, "--format", "json").stdout)
    assert list(as_json) == [
        "status", "upload", "tables", "normalised", "problems", "problem_counts",
    ]  # fmt: skip


def test_load_again_says_unchanged_and_a_zip_is_the_same_pack(sqs, db, written, tmp_path):
    sqs("load", *written(bedfordshire()), "--db", db)
    packed = tmp_path / "pack.zip"
    packed.write_bytes(zipped(bedfordshire().files()).data)

    result = sqs("load", packed, "--db", db)

    assert result.exit_code == 0
    assert result.stdout.endswith("\nAll of it is there already; nothing was changed.\n")


def test_load_as_json_is_the_object_that_other_programs_read(sqs, db, written):
    pack = bedfordshire().cell("answers", 8, "answer", "Y").cell("answers", 14, "answer", "Maybe")

    refused = sqs("load", *written(pack), "--db", db, "--format", "json")

    assert refused.exit_code == 1
    assert json.loads(refused.stdout) == {
        "status": "refused",
        "upload": None,
        "tables": {
            "answers": 540, "cases": 20, "inspections": 1, "interviews": 100, "quotes": 5,
            "recipients": 18, "reoffending": 2, "yots": 1,
        },
        "normalised": {"answers spelled another way": 1},
        "problems": [
            {
                "rule": "vocabulary",
                "file": "answers.csv",
                "line": 14,
                "column": "answer",
                "case": "BED14-01",
                "found": "'Maybe'",
                "allowed": "use yes, no or not relevant",
                "message": "answers.csv, line 14, answer (case BED14-01): found 'Maybe'; use yes, "
                "no or not relevant.",
            }
        ],
        "problem_counts": {"vocabulary": 1},
    }  # fmt: skip
    assert refused.stderr == "1 problem; nothing was loaded.\n"
    assert not db.exists()

    loaded = sqs("load", *written(bedfordshire()), "--db", db, "--format", "json")
    assert loaded.exit_code == 0
    found = json.loads(loaded.stdout)
    assert (found["status"], found["upload"], found["problems"], found["problem_counts"]) == (
        "loaded", 1, [], {},
    )  # fmt: skip


def test_problems_as_csv_are_rows_that_a_spreadsheet_takes_for_text(sqs, db, written):
    pack = bedfordshire().cell("cases", 2, "case_id", "=1+1").cell("yots", 2, "country", "+44")

    result = sqs("load", *written(pack), "--db", db, "--format", "csv")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == PROBLEMS
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["case"] for row in rows if row["file"] == "cases.csv"} == {"'=1+1"}
    (yots,) = [row for row in rows if row["file"] == "yots.csv"]
    assert (yots["rule"], yots["line"], yots["column"]) == ("vocabulary", "2", "country")
    assert yots["found"] == "'+44'"
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows for cell in row.values())


def test_no_problems_as_csv_are_a_heading_row(sqs, db, written):
    result = sqs("load", *written(bedfordshire()), "--db", db, "--format", "csv", "--dry-run")

    assert (result.exit_code, result.stdout) == (0, f"{PROBLEMS}\n")
    assert result.stderr == "No problems found. This was a dry run: nothing was loaded.\n"


def test_problems_to_read_stand_under_their_rule_with_the_remedy(sqs, db, written):
    pack = bedfordshire().cell("answers", 2, "answer", "?")
    for line in range(3, 26):
        pack = pack.cell("answers", line, "answer", "Maybe")
    pack = pack.cell("yots", 2, "name", "").cell("cases", 2, "ethnicity", "\x1b[31m" + "x" * 4000)

    result = sqs("load", *written(pack), "--db", db)

    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    at = lines.index("A word is not one of those allowed (24 times; rule vocabulary)")
    assert lines[at + 1] == "  Use one of the words that the problem names."
    assert lines[at + 2] == (
        "  - answers.csv, line 2, answer (case BED14-01): found '?'; use yes, no or not relevant."
    )
    assert lines[at + 22] == "  - … and 4 more (--format csv lists them)"
    assert lines[at - 4 : at - 1] == [
        "A cell is blank that may not be (once; rule required)",
        "  Fill the cell in.",
        "  - yots.csv, line 2, name: found a blank cell; fill it in.",
    ]
    assert lines[-1] == "26 problems; nothing was loaded."


def test_what_a_file_holds_does_not_steer_the_terminal(sqs, db, written):
    pack = bedfordshire().cell("answers", 14, "answer", "\x1b[31mred")

    result = sqs("load", *written(pack), "--db", db)

    assert "found '�[31mred'" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--replace"]])
def test_a_refused_first_load_leaves_no_database_behind(sqs, db, written, options, tmp_path):
    bad = written(bedfordshire().cell("answers", 14, "answer", "Maybe"))
    before = sorted(tmp_path.rglob("*"))

    assert sqs("load", *bad, "--db", db, *options).exit_code == 1

    assert sorted(tmp_path.rglob("*")) == before


def test_a_first_dry_run_leaves_no_database_behind(sqs, db, written, tmp_path):
    good = written(bedfordshire())
    before = sorted(tmp_path.rglob("*"))

    result = sqs("load", *good, "--db", db, "--dry-run")

    assert result.exit_code == 0
    assert result.stdout.endswith("This was a dry run: nothing was loaded.\n")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_refused_load_leaves_a_database_that_was_there(sqs, db, written):
    Database(db, create=True).close()

    bad = written(bedfordshire().cell("answers", 14, "answer", "Maybe"))
    assert sqs("load", *bad, "--db", db).exit_code == 1

    assert db.exists()


def test_a_conflict_is_refused_until_replace_and_undo_takes_it_back(sqs, db, written):
    sqs("load", *written(bedfordshire()), "--db", db)
    other = written(bedfordshire().cell("answers", 9, "answer", "no"))

    refused = sqs("load", *other, "--db", db)
    assert refused.exit_code == 1
    assert (
        "Already loaded with other content (once; rule conflict)\n"
        "  Check which is right, then do what the problem says.\n"
        "  - cases.csv, line 2: found other cases for bedfordshire-2014 than upload 1 brought;"
    ) in refused.stdout
    assert refused.stdout.endswith(
        "\n1 problem; nothing was loaded.\n"
        "\nWould change:\n  bedfordshire-2014: 1 case changed\n"
        "To replace what is loaded, load it with --replace.\n"
    )
    with Database(db) as database:
        assert [line.upload for line in uploads(database)] == [1]

    replaced = sqs("load", *other, "--db", db, "--replace")
    assert (replaced.exit_code, "Loaded as upload 2." in replaced.stdout) == (0, True)
    assert _met(sqs, db, "lor_plan") == 17

    undone = sqs("undo", 2, "--db", db)
    assert (undone.exit_code, undone.stdout) == (0, "")
    assert undone.stderr == (
        "Upload 2 is undone (687 rows from answers.csv, cases.csv, inspections.csv, and 5 more).\n"
    )
    assert _met(sqs, db, "lor_plan") == 18


def test_what_would_change_is_told_only_to_people(sqs, db, written):
    sqs("load", *written(bedfordshire()), "--db", db)
    pack = bedfordshire().cell("yots", 2, "name", "Bedford").only("yots", "cases", "answers")
    assert sqs("load", *written(pack), "--db", db, "--dry-run").stdout.endswith(
        "\nWould change:\n  team bedfordshire: 1 row of the team changed\n"
        "To replace what is loaded, load it with --replace.\n"
    )
    as_json = sqs("load", *written(pack), "--db", db, "--format", "json").stdout
    assert json.loads(as_json)["status"] == "refused"
    assert "Would change" not in sqs("load", *written(pack), "--db", db, "--format", "csv").stdout

    for name in ("cases", "answers"):  # a loaded quote is about that case
        pack = pack.rows(name, tuple(row for row in pack.tables[name] if row[1] != "BED14-02"))
    assert sqs("load", *written(pack), "--db", db).stdout.endswith(
        "\n3 problems; nothing was loaded.\n"
        "To replace what is loaded would be refused too: mend the pack first.\n"
    )


def test_redo_puts_an_undone_upload_back(sqs, db, written):
    sqs("load", *written(bedfordshire()), "--db", db)
    sqs(
        "load", *written(bedfordshire().cell("answers", 9, "answer", "no")), "--db", db, "--replace"
    )
    sqs("undo", 2, "--db", db)
    assert _met(sqs, db, "lor_plan") == 18

    assert sqs("redo", 2, "--db", db) == (
        0,
        "",
        "Upload 2 is back (687 rows from answers.csv, cases.csv, inspections.csv, and 5 more).\n",
    )
    assert _met(sqs, db, "lor_plan") == 17

    again = sqs("redo", 2, "--db", db)
    assert (again.exit_code, again.stdout, again.stderr[:7]) == (1, "", "Error: ")
    assert _met(sqs, db, "lor_plan") == 17


def _met(sqs, db: Path, question: str) -> int:
    rows = json.loads(sqs("score", INSPECTION, "--db", db, "--format", "json").stdout)
    return next(row["met"] for row in rows if row["question_id"] == question)


def test_one_file_named_twice_is_read_once(sqs, db, written):
    files = written(bedfordshire())

    result = sqs("load", *files, files[0], files[0].parent / "." / files[1].name, "--db", db)

    assert result.exit_code == 0
    assert "answers 540, cases 20," in result.stdout


def test_files_of_one_name_are_told_apart_by_their_folders(sqs, db, tmp_path):
    for folder, answer in (("a", "Maybe"), ("b", "Perhaps")):
        (tmp_path / folder).mkdir()
        pack = bedfordshire().only("answers").cell("answers", 14, "answer", answer)
        (tmp_path / folder / "answers.csv").write_bytes(pack.files()[0].data)
    paths = [tmp_path / folder / "answers.csv" for folder in "ab"]

    result = sqs("load", *paths, "--db", db, "--format", "json")

    rows = json.loads(result.stdout)["problems"]
    assert {row["file"] for row in rows} == {str(path) for path in paths}


# ---- the other commands


def test_score_prints_a_row_a_question_and_a_row_a_section(sqs, held):
    result = sqs("score", INSPECTION, "--db", held, "--format", "csv")

    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == SCORE
    assert len(lines) == 40
    plan = lines[10].split(",")
    assert plan[:6] == ["bedfordshire-2014", "protecting_the_public", "rosh_plan", "12", "14", "6"]
    assert [float(cell) for cell in plan[6:9]] == [12 / 14, *wilson(12, 14)]
    assert plan[9:] == ["wilson", "the great majority", "sqs-2014"]
    sections = [line.split(",")[1:6] for line in lines[1:] if line.split(",")[2] == ""]
    assert sections == [
        ["reducing_reoffending", "", "77", "88", "52"],
        ["protecting_the_public", "", "61", "80", "40"],
        ["protecting_the_child", "", "51", "72", "28"],
        ["serving_the_sentence", "", "94", "105", "15"],
        ["interviews", "", "91", "100", "0"],
    ]


def test_score_as_json_holds_the_same_to_the_last_digit(sqs, held):
    as_csv = sqs("score", INSPECTION, "--db", held, "--format", "csv").stdout
    rows = json.loads(sqs("score", INSPECTION, "--db", held, "--format", "json").stdout)

    assert [list(row) for row in rows] == [SCORE.split(",")] * 39
    for row, line in zip(rows, csv.DictReader(io.StringIO(as_csv)), strict=True):
        assert {key: str(value) for key, value in row.items()} == line
    assert rows[9]["phrase"] == "the great majority"
    assert rows[0]["phrase"] == "six out of six"


def test_score_as_a_table_is_rounded_and_in_line(sqs, held):
    lines = sqs("score", INSPECTION, "--db", held).stdout.splitlines()

    assert lines[0].split() == SCORE.split(",")
    assert lines[10].split(maxsplit=10) == [
        "bedfordshire-2014", "protecting_the_public", "rosh_plan", "12", "14", "6", "0.857",
        "0.601", "0.960", "wilson", "the great majority  sqs-2014",
    ]  # fmt: skip
    assert lines[10].index("12") == lines[0].index("met") + 1


def test_a_question_that_is_never_relevant_has_an_empty_share(sqs, db, written):
    pack = bedfordshire()
    for line, row in enumerate(pack.tables["answers"], 1):
        if row[2] == "victim_safety":
            pack = pack.cell("answers", line, "answer", "not relevant")
            pack = pack.cell("answers", line, "reasons", "")
    sqs("load", *written(pack), "--db", db)

    as_csv = sqs("score", INSPECTION, "--db", db, "--format", "csv").stdout
    assert "bedfordshire-2014,protecting_the_public,victim_safety,0,0,20,,,,,,sqs-2014\n" in as_csv
    rows = json.loads(sqs("score", INSPECTION, "--db", db, "--format", "json").stdout)
    (row,) = [row for row in rows if row["question_id"] == "victim_safety"]
    assert (row["share"], row["low"], row["method"], row["phrase"]) == (None, None, "", "")


COMPARE = (
    "yot,inspection_id,fieldwork_end,met,relevant,share,low,high,funnel_low95,funnel_high95,"
    "funnel_low998,funnel_high998,position,previous_inspection_id,change,change_low,change_high,"
    "p_value"
)


def test_compare_prints_a_row_an_inspection(sqs, held):
    result = sqs("compare", "rosh_plan", "--db", held, "--format", "csv")

    assert (result.exit_code, result.stderr) == (0, "")
    heading, row = result.stdout.splitlines()
    assert heading == COMPARE
    cells = row.split(",")
    assert cells[:5] == ["bedfordshire", INSPECTION, "2014-11-19", "12", "14"]
    assert [float(cell) for cell in cells[5:8]] == [12 / 14, *wilson(12, 14)]
    around = limits(Fraction(12, 14), 14)
    assert [float(cell) for cell in cells[8:12]] == [
        around.low95, around.high95, around.low998, around.high998,
    ]  # fmt: skip
    assert cells[12:] == ["within", "", "", "", "", ""]


def test_compare_as_json_holds_the_same_and_a_section_is_a_measure(sqs, held):
    as_csv = sqs("compare", "interviews", "--db", held, "--format", "csv").stdout
    (row,) = json.loads(sqs("compare", "interviews", "--db", held, "--format", "json").stdout)

    assert list(row) == COMPARE.split(",")
    (line,) = csv.DictReader(io.StringIO(as_csv))
    assert {key: "" if cell is None else str(cell) for key, cell in row.items()} == line
    assert (row["met"], row["relevant"], row["previous_inspection_id"]) == (91, 100, None)


@pytest.mark.parametrize(
    ("period", "rows"),
    [
        ((), 1),
        (("--from", "2014-11-19", "--to", "2014-11-19"), 1),
        (("--from", "2014-11-20"), 0),
        (("--to=2014-11-18",), 0),
    ],
)
def test_compare_keeps_to_the_period(sqs, held, period, rows):
    result = sqs("compare", "rosh_plan", *period, "--db", held, "--format", "csv")

    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1 + rows)
    none = "No inspection was asked that in that period, so there is nothing to compare.\n"
    assert result.stderr == ("" if rows else none)


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        (("rosh_plam",), 1, "There is no question or section 'rosh_plam'. Did you mean rosh_plan?"),
        (("compliance",), 1, "'compliance' is a fact: it decides which questions apply"),
        ((), 2, "MEASURE is missing; write 'python -m sqs compare MEASURE'."),
        (("rosh_plan", "--from", "17.11.2014"), 2,
         "--from takes a date as in 2014-11-17; found '17.11.2014'."),
        (("rosh_plan", "--to", "2014-02-30"), 2,
         "--to takes a date as in 2014-11-17; found '2014-02-30'."),
        (("rosh_plan", "--from"), 2, "--from needs a value; write '--from DATE'."),
        (("rosh_plan", "--from", "2015-01-01", "--to", "2014-01-01"), 2,
         "--from 2015-01-01 is later than --to 2014-01-01; put the earlier day first."),
    ],
)  # fmt: skip
def test_what_compare_cannot_do_is_told(sqs, held, given, status, says):
    result = sqs("compare", *given, "--db", held)

    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.startswith(f"Error: {says}")


@pytest.fixture
def small(sqs, db, written) -> Path:
    """A database in which one case had a victim and none needed oversight of safeguarding."""
    pack = bedfordshire()
    victims = 0
    for line, row in enumerate(pack.tables["answers"], 1):
        if row[2] == "sv_oversight" or (row[2] == "victim_safety" and row[3] != "not relevant"):
            victims += row[2] == "victim_safety"
            if row[2] == "sv_oversight" or victims > 1:
                pack = pack.cell("answers", line, "answer", "not relevant")
                pack = pack.cell("answers", line, "reasons", "")
    sqs("load", *written(pack), "--db", db)
    return db


def test_public_figures_withhold_small_counts(sqs, small):
    def printed(*more: str) -> list[dict[str, str]]:
        result = sqs("score", INSPECTION, *more, "--db", small, "--format", "csv")
        return list(csv.DictReader(io.StringIO(result.stdout)))

    whole, public = printed(), printed("--public")

    told = ("met", "relevant", "not_relevant", "share", "low", "high", "method", "phrase")
    marked = {
        (row["question_id"] or row["section"]): {row[column] for column in told}
        for row in public
        if "[" in row["met"]
    }
    assert marked == {
        "victim_safety": {"[c]"}, "protecting_the_public": {"[c]"}, "sv_oversight": {"[z]"},
    }  # fmt: skip
    same = [row for row in public if (row["question_id"] or row["section"]) not in marked]
    assert len(same) == 36
    assert all(row in whole for row in same)


def test_public_comparisons_withhold_them_too(sqs, small):
    def printed(measure: str) -> dict[str, object]:
        result = sqs("compare", measure, "--public", "--db", small, "--format", "json")
        (row,) = json.loads(result.stdout)
        return row

    few, none = printed("victim_safety"), printed("sv_oversight")

    assert {few[column] for column in COMPARE.split(",")[3:13]} == {"[c]"}
    assert {none[column] for column in COMPARE.split(",")[3:13]} == {"[z]"}
    assert few["inspection_id"] == none["inspection_id"] == INSPECTION


def test_export_writes_the_pack_and_replaces_only_its_own(sqs, held, tmp_path):
    out = tmp_path / "pack"

    first = sqs("export", out, "--db", held)
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    again = sqs("export", out, "--db", held)

    assert (first.exit_code, first.stdout, again.exit_code) == (0, "", 0)
    assert first.stderr == (
        f"The open-data pack is in {out}: 9 files, described in datapackage.json.\n"
    )
    assert {path.name: path.read_bytes() for path in out.iterdir()} == written
    (out / "mine.txt").write_text("x", encoding="utf-8")
    refused = sqs("export", out, "--db", held)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(
        f"Error: {out} is not empty: 'mine.txt' is not of an earlier export."
    )


def test_an_inspection_without_cases_is_told(sqs, db, written):
    sqs("load", *written(bedfordshire().only("yots", "inspections")), "--db", db)

    result = sqs("score", INSPECTION, "--db", db, "--format", "csv")

    assert (result.exit_code, result.stdout) == (0, f"{SCORE}\n")
    assert result.stderr == (
        "bedfordshire-2014 has no cases and no interviews yet, so there is nothing to score.\n"
    )


def test_uploads_are_listed_newest_first(sqs, held, db):
    as_json = json.loads(sqs("uploads", "--db", held, "--format", "json").stdout)
    assert [list(row) for row in as_json] == [
        [*UPLOADS.split(","), "content", "file_details", "events"]
    ]
    (row,) = as_json
    assert re.fullmatch(r"[0-9a-f]{64}", row.pop("content"))
    assert row.pop("file_details") == [
        {"name": file.name, "bytes": len(file.data), "sha256": sha256(file.data).hexdigest()}
        for file in bedfordshire().files()
    ]
    at = row.pop("loaded_at")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at)
    assert row.pop("events") == [{"done": "loaded", "at": at, "by": "inspector 1"}]
    assert row == {
        "upload": 1, "status": "ok", "loaded_by": "inspector 1",
        "files": [f"{name}.csv" for name in bedfordshire().tables], "rows": 687,
        "inspections": [INSPECTION],
    }  # fmt: skip
    as_csv = sqs("uploads", "--db", held, "--format", "csv").stdout.splitlines()
    assert as_csv[0] == UPLOADS
    assert as_csv[1].endswith(",687,bedfordshire-2014")
    table = sqs("uploads", "--db", held).stdout.splitlines()
    assert table[0].split() == UPLOADS.split(",")
    assert "answers.csv; cases.csv; inspections.csv; and 5 more" in table[1]

    Database(db, create=True).close()
    none = sqs("uploads", "--db", db)
    assert (none.exit_code, none.stdout) == (0, "")
    assert none.stderr == "Nothing was loaded yet. Try 'python -m sqs demo'.\n"
    assert sqs("uploads", "--db", db, "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize("ending", [".md", ".html", ".docx", ".pdf"])
def test_letter_is_written_in_the_form_its_ending_names(sqs, held, tmp_path, ending):
    out = tmp_path / f"letter{ending}"
    out.write_text("an older letter")

    result = sqs("letter", INSPECTION, "--out", out, "--db", held)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        f"The draft letter for bedfordshire-2014 is in {out}. Read it before you send it.\n"
    )
    begins = {".md": b"", ".html": b"<!DOCTYPE", ".docx": b"PK\x03\x04", ".pdf": b"%PDF-"}
    assert out.read_bytes().lower().startswith(begins[ending].lower())
    assert out.stat().st_size > 5000


# ---- demo


def test_demo_builds_once_and_leaves_other_inspections_alone(
    sqs, db, written, monkeypatch, tmp_path
):
    small = tmp_path / "sample"
    halves = {"bedfordshire": ("yots", "inspections"), "invented": ("cases", "answers")}
    for folder, names in halves.items():
        (small / folder).mkdir(parents=True)
        for file in bedfordshire().only(*names).files():
            (small / folder / file.name).write_bytes(file.data)
    monkeypatch.setattr(settings, "SAMPLE", small)
    mine = bedfordshire().only("yots").cell("yots", 2, "yot", "elsewhere")
    sqs("load", *written(mine), "--db", db)

    first = sqs("demo", "--db", db)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == (
        f"The demonstration is in {db} (upload 2): 1 inspection.\n"
        "Next: python -m sqs score bedfordshire-2014\n"
    )
    with Database(db) as database:
        before = contents(database)

    again = sqs("demo", "--db", db)
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "The demonstration is there already; nothing was changed.\n"
    with Database(db) as database:
        assert contents(database) == before
        with database.reading() as cursor:
            teams = cursor.execute("select yot from yots order by 1").fetchall()
    assert teams == [("bedfordshire",), ("elsewhere",)]

    changed = written(bedfordshire().only("yots").cell("yots", 2, "name", "Bedford"))
    sqs("load", *changed, "--replace", "--db", db)
    refused = sqs("demo", "--db", db)
    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: Something of the demonstration is loaded with other content "
        "(bedfordshire/yots.csv, line 2: found other yots for bedfordshire than upload 3 "
        "brought). It was left as it is: undo that upload, or name another file with --db.\n"
    )


def test_the_whole_demonstration_loads(db):
    result = run("demo", "--db", db)

    assert (result.returncode, result.stdout) == (0, "")
    assert re.fullmatch(
        rf"The demonstration is in {re.escape(str(db))} \(upload 1\): \d+ inspections\.\n"
        r"Next: python -m sqs score bedfordshire-2014\n",
        result.stderr,
    )
    listed = run("uploads", "--db", db, "--format", "json")
    (upload,) = json.loads(listed.stdout)
    assert INSPECTION in upload["inspections"]
    assert sum(name.startswith("invented-") for name in upload["inspections"]) >= 48


# ---- mistakes


AFTER = "stands after the command, as in 'python -m sqs"

ENDINGS = ".md, .html, .docx or .pdf"

# The command line, then the sentence in whole.
WRONG = [
    ("load", "FILE is missing; write 'python -m sqs load FILE...'."),
    ("load {tmp}/none.txt", "'{tmp}/none.txt' does not exist."),
    (
        "load {tmp}/letters.csv",
        "'{tmp}/letters.csv' does not exist. Did you mean '{tmp}/letter.csv'?",
    ),
    ("load {tmp}/none/x.csv", "'{tmp}/none/x.csv' does not exist."),
    ("load {tmp}", "'{tmp}' is a folder; name its files: {tmp}/*.csv"),
    ("load -- --replace", "'--replace' does not exist."),
    ("load -", "'-' does not exist."),
    ("load x.csv --fromat csv", "No such option '--fromat'. Did you mean '--format'?"),
    ("load x.csv --replcae=yes", "No such option '--replcae'. Did you mean '--replace'?"),
    ("load x.csv --out y", "No such option '--out'."),
    ("load x.csv -q", "No such option '-q'."),
    ("load x.csv --dry", "No such option '--dry'. Did you mean '--dry-run'?"),
    ("load x.csv --format xml", "There is no format 'xml'; use table, csv or json."),
    ("load x.csv --format", "--format needs a value; write '--format FORM'."),
    ("load x.csv --db --replace", "--db needs a value; write '--db FILE'."),
    ("load x.csv --replace=yes", "--replace takes no value."),
    ("load x.csv --help=me", "--help takes no value."),
    ("laod x.csv", "No such command 'laod'. Did you mean 'load'?"),
    ("weigh", "No such command 'weigh'."),
    ("--db {db} load", f"--db {AFTER} demo … --db …'."),
    ("--replace load x.csv", f"--replace {AFTER} load … --replace …'."),
    ("--out=x.md letter x", f"--out {AFTER} letter … --out …'."),
    ("--nonsense", "No such option '--nonsense'."),
    ("--hlep", "No such option '--hlep'. Did you mean '--help'?"),
    ("score", "INSPECTION is missing; write 'python -m sqs score INSPECTION'."),
    ("score x y", "'y' is too much; write 'python -m sqs score INSPECTION'."),
    ("uploads x", "'x' is too much; write 'python -m sqs uploads'."),
    ("undo first --db {held}", "'first' is not the number of an upload; 'uploads' lists them."),
    ("undo ² --db {held}", "'²' is not the number of an upload; 'uploads' lists them."),
    (
        "undo 99999999999999999999 --db {held}",
        "'99999999999999999999' is not the number of an upload; 'uploads' lists them.",
    ),
    ("redo first --db {held}", "'first' is not the number of an upload; 'uploads' lists them."),
    (
        "letter bedfordshire-2014 --db {held}",
        "--out is missing; write 'python -m sqs letter INSPECTION --out FILE'.",
    ),
    (
        "letter",
        "INSPECTION and --out are missing; write 'python -m sqs letter INSPECTION --out FILE'.",
    ),
    (
        "letter bedfordshire-2014 --out {tmp}/x.odt --db {held}",
        f"A letter is written to a file that ends in {ENDINGS}; 'x.odt' ends in '.odt'.",
    ),
    (
        "letter bedfordshire-2014 --out {tmp}/none/x.md --db {held}",
        "{tmp}/none/x.md cannot be written: the folder {tmp}/none does not exist.",
    ),
    (
        "letter bedfordshire-2014 --out {tmp} --db {held}",
        "{tmp} is a folder; name a file in it: {tmp}/letter.docx",
    ),
    ("scores rosh_plan", "No such command 'scores'. Did you mean 'score'?"),
]  # fmt: skip

NONE = "{db} does not exist. Run 'python -m sqs demo' for a demonstration database, or load"

# The command line, the status, and what the sentence holds.
MISTAKES = [
    ("load {tmp}/letter.csv --db {tmp}/none/x.duckdb", 3, "{tmp}/none does not"),
    ("load {tmp}/letter.csv --db {tmp}/letter.csv", 3, "is not a database of SQS"),
    ("load {tmp}/letter.csv --db {tmp}", 3, "{tmp} is a folder."),
    ("score x --db {db}", 3, NONE),
    ("uploads --db {db}", 3, NONE),
    ("undo 1 --db {db}", 3, NONE),
    ("redo 1 --db {db}", 3, NONE),
    ("letter x --out {tmp}/x.md --db {db}", 3, NONE),
    ("score x --db {held}", 1, "There is no inspection 'x'. The newest loaded is"),
    ("score bedfordshir --db {held}", 1, "Did you mean bedfordshire-2014?"),
    ("undo 9 --db {held}", 1, "There is no upload 9. 'uploads' lists them."),
    ("redo 9 --db {held}", 1, "There is no upload 9. 'uploads' lists them."),
    ("letter x --out {tmp}/x.md --db {held}", 1, "no inspection 'x'"),
]  # fmt: skip


@pytest.fixture
def mistaken(sqs, tmp_path, db, held):
    """Runs a command line that must change nothing; gives what it says and the names filled in."""
    (tmp_path / "letter.csv").write_text("no pack")
    names = {"db": db, "tmp": tmp_path, "held": held}

    def one(line: str, said: str) -> tuple[Result, str]:
        before = sorted(tmp_path.rglob("*")), held.read_bytes()
        result = sqs(*(word.format(**names) for word in line.split()))
        assert result.stdout == ""
        assert (sorted(tmp_path.rglob("*")), held.read_bytes()) == before
        return result, said.format(**names)

    return one


@pytest.mark.parametrize(("line", "said"), WRONG, ids=[line for line, _ in WRONG])
def test_a_wrong_command_line_is_told_and_changes_nothing(mistaken, line, said):
    result, said = mistaken(line, said)

    first = line.split()[0]
    command = f" {first}" if first in command_line.COMMANDS else ""
    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {said}\n'python -m sqs{command} --help' shows how it is written.\n"
    )


@pytest.mark.parametrize(
    ("line", "status", "said"), MISTAKES, ids=[line for line, _, _ in MISTAKES]
)
def test_a_mistake_is_told_on_standard_error_and_changes_nothing(mistaken, line, status, said):
    result, said = mistaken(line, said)

    assert result.exit_code == status
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr


def test_a_command_line_without_a_command_gets_the_help(sqs):
    assert sqs() == (2, "", sqs("--help").stdout)


def test_a_file_that_may_not_be_read_is_told(sqs, db, tmp_path, monkeypatch):
    secret = tmp_path / "secret.csv"
    secret.write_text("x")
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != secret)
    denied = sqs("load", secret, "--db", db)
    assert (denied.exit_code, "may not be read by this account" in denied.stderr) == (2, True)

    monkeypatch.undo()

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fails)
    broken = sqs("load", secret, "--db", db)
    assert broken.exit_code == 2
    assert f"{secret} cannot be read (Input/output error)." in broken.stderr


def test_a_letter_that_cannot_be_written_is_told(sqs, held, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sqs.letter.documents.write_letter", full)
    out = tmp_path / "x.md"

    result = sqs("letter", INSPECTION, "--out", out, "--db", held)

    assert result.exit_code == 2
    assert f"{out} cannot be written (No space left on device)." in result.stderr


def test_a_fault_of_ours_is_a_sentence_and_debug_shows_the_rest(sqs, held, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr("sqs.figures.scores.scores", broken)

    plain = sqs("score", INSPECTION, "--db", held)
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert plain.stderr == (
        "Error: SQS met something it was not made for (RuntimeError: first line). Run it again "
        "with --debug and report what that shows.\n"
    )
    result = sqs("score", INSPECTION, "--db", held, "--debug")
    assert result.exit_code == 1
    assert "Traceback (most recent call last)" in result.stderr
    assert "second line" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to offer")
@pytest.mark.parametrize("arguments", [["score", INSPECTION, "--db", "{held}"], ["--help"]])
def test_a_full_disk_is_told_in_a_sentence(held, arguments):
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "sqs", *(a.format(held=held) for a in arguments)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT,
        )  # fmt: skip

    assert result.returncode == 1
    assert result.stderr == "Error: The output cannot be written (No space left on device).\n"


def test_ctrl_c_while_duckdb_works_ends_quietly_too(sqs, held, monkeypatch):
    def interrupted(*_: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("sqs.figures.scores.scores", interrupted)

    result = sqs("score", INSPECTION, "--db", held)

    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        RuntimeError("Query interrupted"),
        duckdb.InvalidInputException("Module 'uuid' failed to import:\nKeyboardInterrupt: <EMPTY>"),
    ],
    ids=["in Python", "in a query", "in an import of DuckDB's"],
)
@pytest.mark.parametrize("held_already", [False, True])
def test_ctrl_c_stops_a_load_and_says_that_nothing_was_loaded(
    sqs, db, written, monkeypatch, held_already, error
):
    files = written(bedfordshire())
    if held_already:
        sqs("load", *files, "--db", db)
    before = db.exists() and db.read_bytes()

    def stopped(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("sqs.intake.loading.load", stopped)

    assert sqs("load", *files, "--db", db) == (130, "", "Stopped; nothing was loaded.\n")
    assert (db.exists() and db.read_bytes()) == before


def test_ctrl_c_that_comes_too_late_is_told_so(sqs, db, written, monkeypatch):
    def stopped_late(*arguments: object, **options: object) -> None:
        load(*arguments, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr("sqs.intake.loading.load", stopped_late)
    result = sqs("load", *written(bedfordshire()), "--db", db)

    assert result == (130, "", "Stopped too late: the pack is loaded (upload 1).\n")
    assert _met(sqs, db, "lor_plan") == 18


# ---- on a terminal


def look_on(monkeypatch) -> None:
    """People look at standard error, on a narrow terminal."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "24")


def test_progress_is_one_line_drawn_ten_times_a_second_and_cleared(capsys, monkeypatch):
    look_on(monkeypatch)
    seconds = iter([0, 0.05, 0.09, 0.1, 0.1, 0.19, 0.2, 0.2])
    monkeypatch.setattr("sqs.commands.terminal.monotonic", lambda: next(seconds))

    with Progress("Checking the pack") as progress:
        for part in (0.01, 0.02, 0.036, 0.04):
            progress.show("Reading", part)
        progress.show("Checking\nwhat each line says", 1)
    progress.show("Too late", 1)

    assert list(seconds) == []
    assert capsys.readouterr().err == (
        "\rChecking the pack …\033[K\r  4% Reading …\033[K\r100% Checking�what each\033[K\r\033[K"
    )


def test_nobody_looks_at_progress_in_a_file(capsys):
    with Progress("Checking the pack") as progress:
        progress.show("Reading", 0.5)

    assert capsys.readouterr() == ("", "")


def test_load_and_letter_say_what_they_do_on_a_terminal(
    sqs, held, db, written, tmp_path, monkeypatch
):
    look_on(monkeypatch)
    loaded = sqs("load", *written(bedfordshire()), "--db", db, "--dry-run")
    assert loaded.exit_code == 0
    assert loaded.stderr.startswith("\rChecking the pack …\033[K\r")
    assert loaded.stderr.endswith("\r\033[K")

    out = tmp_path / "x.md"
    assert sqs("letter", INSPECTION, "--out", out, "--db", held).stderr == (
        f"\r{f'Writing {out} …'[:23]}\033[K\r\033[K"
        f"The draft letter for bedfordshire-2014 is in {out}. Read it before you send it.\n"
    )


def test_a_check_that_fails_is_told_and_leaves_no_database(sqs, db, written, monkeypatch):
    monkeypatch.setattr("sqs.intake.checking.checks", lambda: {"routing": "selec 1"})

    result = sqs("load", *written(bedfordshire().cell("answers", 9, "answer", "?")), "--db", db)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The check 'routing' failed (Parser Error: ")
    assert result.stderr.endswith("); nothing was loaded.\n")
    assert not db.exists()


def test_a_mistake_in_a_criteria_or_wording_file_is_told(sqs, held, tmp_path, monkeypatch):
    bad = tmp_path / "sqs.toml"
    bad.write_text("scale = 'sqs'\nword = []\ncounts_below = 8\n")
    monkeypatch.setattr("sqs.letter.wording.scales", lambda: read_scale(bad))

    result = sqs("score", INSPECTION, "--db", held)

    assert result.exit_code == 1
    assert result.stderr == "Error: sqs.toml: found word = []; write [[word]] for every band.\n"


# ---- as a process


def test_data_and_sentences_go_their_own_ways(held):
    result = run("score", INSPECTION, "--format", "json", env=os.environ | {"SQS_DB": str(held)})

    assert (result.returncode, result.stderr) == (0, "")
    assert len(json.loads(result.stdout)) == 39


def test_a_database_in_use_is_exit_3_without_a_traceback(held):
    with Database(held):
        results = [
            run("score", INSPECTION, "--db", held),
            run("load", ROOT / "data/sample/bedfordshire/yots.csv", "--db", held),
        ]

    for result in results:
        assert (result.returncode, result.stdout) == (3, "")
        assert result.stderr == (
            f"Error: {held} is in use by another program (process {os.getpid()}), most likely the "
            "app. Close it, then run this again.\n"
        )


def test_letters_beyond_ascii_reach_a_plain_terminal(db, tmp_path):
    yots = tmp_path / "tîm.csv"
    pack = bedfordshire().only("yots").cell("yots", 2, "country", "Cymru – Llŷn")
    yots.write_bytes(pack.files()[0].data)

    result = subprocess.run(
        [sys.executable, "-m", "sqs", "load", yots, "--db", db],
        cwd=ROOT, capture_output=True, timeout=60, check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip

    assert result.returncode == 1
    assert "tîm.csv, line 2, country: found 'Cymru – Llŷn'; use England or Wales." in (
        result.stdout.decode()
    )
    assert result.stderr == b""


def test_a_terminal_without_a_letter_shows_a_question_mark(db, tmp_path):
    yots = tmp_path / "yots.csv"
    pack = bedfordshire().only("yots").cell("yots", 2, "country", "Llŷn")
    yots.write_bytes(pack.files()[0].data)
    reader, terminal = os.openpty()

    with os.fdopen(terminal, "wb") as shown:
        result = subprocess.run(
            [sys.executable, "-m", "sqs", "load", yots, "--db", db],
            cwd=ROOT, stdout=shown, stderr=subprocess.PIPE, timeout=60, check=False,
            env=os.environ | {"PYTHONIOENCODING": "ascii"},
        )  # fmt: skip
    with os.fdopen(reader, "rb") as screen:
        assert b"found 'Ll?n'; use England or Wales." in screen.read1(4096)

    assert (result.returncode, result.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("line", "status"), [("score bedfordshire-2014 >&-", 0), ("score none 2>&-", 1), ("x 2>&-", 2)]
)
def test_a_stream_that_the_shell_closed_is_no_fault(held, line, status):
    result = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m sqs {line}"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"SQS_DB": str(held)},
    )  # fmt: skip

    assert (result.returncode, result.stdout, result.stderr) == (status, "", "")


def test_whoever_stops_reading_hears_no_complaint(held):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        result = subprocess.run(
            [sys.executable, "-m", "sqs", "score", INSPECTION, "--db", held],
            cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip

    assert (result.returncode, result.stderr) == (0, b"")


def test_ctrl_c_ends_quietly_and_changes_nothing(db, tmp_path):
    """The command waits for a pack that never comes; then it is interrupted."""
    pipe = tmp_path / "answers.csv"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "sqs", "load", str(pipe), "--db", str(db)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process, pipe.open("wb"):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert (process.returncode, out, err) == (130, b"", b"")
    assert not db.exists()

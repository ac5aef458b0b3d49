"""Many people at once, through one open database or each with a program of their own."""

import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import held, new_case
from crowds import again, history, whole

from sqs.intake.loading import Receipt, load
from sqs.store.database import Database

ROOT = Path(__file__).resolve().parents[2]


def at_once(does: list[Callable[[], object]]) -> list[object]:
    """Run each in a thread, all beginning together: what they returned, None where one failed."""
    together = threading.Barrier(len(does))
    came: list[object] = [None] * len(does)

    def run(number: int) -> None:
        together.wait()
        came[number] = does[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(does))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def other_answers(inspection_id: str) -> list:
    """The inspection with other content: its first answer that may be is turned round."""
    pack = again(inspection_id)
    line = next(n for n, row in enumerate(pack.tables["answers"], 1) if row[2] == "lor_plan")
    row = pack.tables["answers"][line - 1]
    turned = (*row[:3], "no" if row[3] == "yes" else "yes", "", row[5])
    return pack.row("answers", line, turned).files()


def bad(inspection_id: str) -> list:
    return again(inspection_id).cell("answers", 99, "answer", "Maybe").files()


def test_ten_packs_through_one_database(own):
    """Some of them the same, some that contradict each other, some bad."""
    packs = {
        "a": again("a").files(), "b": again("b").files(), "c and d": again("c", "d").files(),
        "same 1": again("same").files(), "same 2": again("same").files(),
        "same 3": again("same").files(),
        "either": again("either").files(), "or": other_answers("either"),
        "bad 1": bad("bad"), "bad 2": bad("a"),
    }  # fmt: skip

    came = at_once([lambda f=files: load(own, f, by="test") for files in packs.values()])

    assert [one for one in came if not isinstance(one, Receipt)] == []
    receipts = dict(zip(packs, came, strict=True))
    assert {receipts[name].status for name in ("a", "b", "c and d")} == {"loaded"}
    same = Counter(receipts[f"same {n}"].status for n in (1, 2, 3))
    assert same == {"loaded": 1, "unchanged": 2}
    one_of_two = {receipts[name].status: receipts[name] for name in ("either", "or")}
    assert one_of_two.keys() == {"loaded", "refused"}
    assert one_of_two["refused"].problem_counts == {"conflict": 1}
    assert receipts["bad 1"].problem_counts == {"vocabulary": 1}
    assert receipts["bad 2"].problem_counts == {"vocabulary": 1}
    assert [whole(own, name) for name in ("a", "b", "c", "d", "same", "either", "bad")] == [
        True, True, True, True, True, True, False,
    ]  # fmt: skip
    numbers = [receipt.upload for receipt in came if receipt.upload is not None]
    assert sorted(numbers) == [2, 3, 4, 5, 6]
    assert [upload for upload, *_ in history(own)] == [1, 2, 3, 4, 5, 6]
    assert own.version() == 6


@pytest.mark.parametrize(
    ("programs", "begun"),
    [(10, True), (4, False)],
    ids=["ten on a file", "four on no file yet"],
)
def test_programs_that_want_one_file(template, tmp_path, programs, begun):
    """Each loads, or says that another has the file; whoever tries again gets through."""
    db = tmp_path / "shared.duckdb"
    if begun:
        shutil.copy(template, db)
    names = [f"p{n}" for n in range(programs)]
    for name in names:
        (tmp_path / name).mkdir()
        pack = new_case("A1", name)
        pack = pack.rows("yots", held().tables["yots"])
        for file in pack.files():
            (tmp_path / name / file.name).write_bytes(file.data)

    def ended(*names: str) -> list[int]:
        """The exit statuses of programs that load these, all running at once."""
        runs = [
            subprocess.Popen(
                [sys.executable, "-m", "sqs", "load", *(tmp_path / name).iterdir(), "--db", db],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for name in names
        ]  # fmt: skip
        said = [run.communicate() for run in runs]
        for run, (output, error) in zip(runs, said, strict=True):
            if run.returncode != 0:
                assert (run.returncode, output) == (3, ""), error
                assert error.startswith(f"Error: {db} is in use by another program"), error
        return [run.returncode for run in runs]

    came = ended(*names)
    tried_again = [ended(n) for n, code in zip(names, came, strict=True) if code == 3]

    assert 0 in came
    assert [codes for codes in tried_again if codes != [0]] == []
    with Database(db) as database:
        with database.reading() as cursor:
            found = cursor.execute("select inspection_id from cases order by 1").fetchall()
        here = [held().tables["inspections"][1][0]] * 20 if begun else []
        assert [name for (name,) in found] == here + names
        assert len(history(database)) == programs + begun

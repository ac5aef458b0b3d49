"""How the house is laid out: who may import whom, and who knows which library."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted(ROOT.glob("sqs/**/*.py"))]

# A part may import itself and the parts named here, nothing else of the house.
BELOW = {"settings", "criteria"}
MAY_IMPORT = {
    "settings": set(),
    "criteria": {"settings"},
    "store": BELOW,
    "intake": BELOW | {"store"},
    "figures": BELOW | {"store"},
    "letter": BELOW | {"store", "figures"},
    "open_data": BELOW | {"store", "figures", "letter"},
    "charts": BELOW | {"figures"},
    "ui": BELOW | {"store", "intake", "figures", "letter", "charts"},
    "page": BELOW | {"store", "intake", "figures", "letter", "charts", "ui"},
    "commands": BELOW | {"store", "intake", "figures", "letter", "open_data"},
    "__main__": BELOW | {"store", "intake", "figures", "letter", "open_data", "commands"},
}  # fmt: skip
KNOWN_BY = {
    "streamlit": {"ui", "page"},
    "duckdb": {"store", "intake", "figures"},
    "altair": {"charts"},
    "click": set(),  # Streamlit brings it, and it takes longer to import than a command may
    "openpyxl": {"intake"},
}


def part_of(file: Path) -> str:
    inside = file.relative_to(ROOT).with_suffix("").parts
    return inside[1] if inside[0] == "sqs" else "page"


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_imports_run_one_way():
    for file in FILES:
        part = part_of(file)
        if part == "__init__":
            continue
        ours = {name.split(".")[1] for name in imported(file) if name.startswith("sqs.")}
        assert ours - {part} <= MAY_IMPORT[part], f"{file.name} imports {ours - {part}}"


def test_each_library_is_known_in_its_place():
    for file in FILES:
        libraries = {name.split(".")[0] for name in imported(file)}
        for library, parts in KNOWN_BY.items():
            assert library not in libraries or part_of(file) in parts, f"{file.name}: {library}"


def test_pages_are_short_and_import_no_other_page():
    pages = [file for file in FILES if part_of(file) == "page"]
    assert len(pages) == 9
    for page in pages:
        assert len(page.read_text(encoding="utf-8").splitlines()) <= 120, page.name
        assert not {name for name in imported(page) if name.startswith(("pages", "app"))}


def test_streamlit_finds_the_pages_itself():
    # With st.navigation beside pages/, a deep link on a cold server skips app.py.
    assert [file.name for file in FILES if "st.navigation(" in file.read_text("utf-8")] == []

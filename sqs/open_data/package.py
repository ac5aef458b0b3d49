"""The pack as files: a CSV a table, and datapackage.json that describes them.

A Frictionless Data Package (specs.frictionlessdata.io, profile tabular-data-package). The same data
gives the same bytes: nothing of the time or of the machine is in them.
"""

import json
from hashlib import sha256

from sqs.criteria import editions
from sqs.figures.small_counts import NOTHING, WITHHELD
from sqs.open_data.cells import csv_text
from sqs.open_data.tables import Table, tables
from sqs.store.database import Cursor

NAME = "short-quality-screening"
"""The package's name, by which an earlier export is known."""

DESCRIPTOR = "datapackage.json"

_LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
_SOURCES = (
    {"title": "Case judgements of Short Quality Screening inspections, see provenance.csv"},
    {"title": "Ministry of Justice, proven reoffending statistics, as reoffending.csv names them"},
)


def files(cursor: Cursor) -> dict[str, bytes]:
    """Every file of the pack by its name."""
    found = tables(cursor)
    written = {
        f"{table.name}.csv": csv_text([c.name for c in table.columns], table.rows).encode()
        for table in found
    }
    descriptor = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": "Short Quality Screening: figures of inspections of youth offending teams",
        "description": (
            "Findings about the work of youth offending teams. Teams marked invented are made up "
            f"for demonstration. {WITHHELD} stands for a count of one to four, or for what would "
            f"give one away; {NOTHING} for no relevant case; an empty cell for what is not known "
            "or was not asked. Text that a spreadsheet would take for a formula begins with an "
            "apostrophe."
        ),
        "licenses": [_LICENCE],
        "sources": list(_SOURCES),
        "editions": [
            {
                "name": edition.name, "title": edition.title, "provenance": edition.provenance,
                "extends": edition.extends or None,
            }
            for edition in editions().values()
        ],
        "resources": [_resource(table, written[f"{table.name}.csv"]) for table in found],
    }  # fmt: skip
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return {**written, DESCRIPTOR: text.encode()}


def _resource(table: Table, content: bytes) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "fields": [
                {"name": column.name, "type": column.kind, "description": column.says}
                for column in table.columns
            ],
            "missingValues": ["", WITHHELD, NOTHING],
            **({"primaryKey": list(table.key)} if table.key else {}),
            "foreignKeys": [
                {"fields": column, "reference": {"resource": other, "fields": its}}
                for column, other, its in table.refers
            ],
        },
    }

"""Text rows to staged tables in DuckDB: every cell as found, and beside it what it was read as.

A staged table has, for each heading h, the trimmed text `h` (null where blank) and, unless it is
plain text, `is_h`: the value, or null where the text is none. `record` is the order in the pack,
`line` null for rows completed from what is already loaded.
"""

from collections.abc import Iterator

import duckdb

from sqs.intake.reading import Reading, TextTable
from sqs.intake.tables import FIRST_YEAR, JUDGEMENTS, LAST_YEAR, TABLES, Column, Table

_TYPES = {"date": "date", "whole": "integer", "rate": "double"}


def value_sql(column: Column) -> str:
    """The SQL expression that reads a trimmed cell as the column's kind; null where it cannot.

    Built from headings and words of our own tables only; no uploaded text ever gets here.
    """
    cell = f'"{column.name}"'
    low, high = column.between
    match column.kind:
        case "date":
            # Shapes first: try_cast alone would take '2014-11-17 10:00' and '14-1-7' too.
            read = (
                f"case when regexp_full_match({cell}, '\\d{{4}}-\\d\\d-\\d\\d') "
                f"then try_cast({cell} as date) "
                f"when regexp_full_match({cell}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}') "
                f"then cast(try_strptime({cell}, '%d/%m/%Y') as date) end"
            )
            return (
                f"case when ({read}) between make_date({FIRST_YEAR}, 1, 1) "
                f"and make_date({LAST_YEAR}, 12, 31) then ({read}) end"
            )
        case "whole":
            return f"cast({_number_sql(cell, '[0-9]{1,9}([.]0+)?', low, high)} as integer)"
        case "rate":
            return _number_sql(cell, "[0-9]{1,6}([.][0-9]{1,9})?", low, high)
        case "judgement":
            return _words_sql(cell, {word: list(said) for word, said in JUDGEMENTS.items()})
        case "word" if column.words == ("yes", "no"):
            return _words_sql(cell, {word: list(JUDGEMENTS[word]) for word in column.words})
        case "word":
            said = {w: list({w.lower(), w.lower().replace("_", " ")}) for w in column.words}
            return _words_sql(cell, said)
        case _:
            return cell


def _number_sql(cell: str, shape: str, low: float, high: float) -> str:
    return (
        f"case when regexp_full_match({cell}, '{shape}') "
        f"and try_cast({cell} as double) between {low} and {high} "
        f"then try_cast({cell} as double) end"
    )


def _words_sql(cell: str, spellings: dict[str, list[str]]) -> str:
    spelled = f"lower(regexp_replace({cell}, '[\\s\\x{{00A0}}]+', ' ', 'g'))"
    whens = " ".join(
        f"when {spelled} in ({', '.join(map(_quoted, said))}) then {_quoted(word)}"
        for word, said in spellings.items()
    )
    return f"case {whens} end"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def has_value(column: Column) -> bool:
    """Whether the column has an `is_` twin in the staged table."""
    return column.kind not in ("reference", "text")


def stage(cursor: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Make a temporary table staged_NAME for every table of the pack, empty ones too.

    staged_answers also says where a wide file's answer stood: `wide`, and as `answer_heading` and
    `reasons_heading` the headings of its cells.
    """
    for table in TABLES.values():
        empty = TextTable(table, {heading: [] for heading in table.headings})
        _stage_table(cursor, reading, reading.tables.get(table.name, empty))
    _complete_samples(cursor)


_WHERE_IT_STOOD = (
    "case when wide then question_id else 'answer' end as answer_heading",
    "case when wide then question_id || '.reasons' else 'reasons' end as reasons_heading",
)


def _stage_table(cursor: duckdb.DuckDBPyConnection, reading: Reading, rows: TextTable) -> None:
    # pyarrow takes a tenth of a second to import, so only a load pays for it.
    import pyarrow as pa

    table = rows.table
    cells = {heading: pa.array(column, pa.string()) for heading, column in rows.columns.items()}
    cells["file"] = pa.array(rows.files, pa.string())
    cells["line"] = pa.array(rows.lines, pa.int64())
    cells["record"] = pa.array(range(len(rows)), pa.int64())
    trimmed = [
        f"nullif(trim(\"{h}\", ' \t\r\n' || chr(160)), '') as \"{h}\"" for h in table.headings
    ]
    if table.name == "answers":
        trimmed.append("file in (select file from staged_cases) as wide")
    more = [f'{value_sql(c)} as "is_{c.name}"' for c in table.columns if has_value(c)]
    more += _WHERE_IT_STOOD if table.name == "answers" else ()
    cursor.register("incoming", pa.table(cells))
    cursor.execute(
        f"create or replace temp table staged_{table.name} as "  # noqa: S608  our own headings
        f"with trimmed as (select record, file, line, {', '.join(trimmed)} from incoming) "
        f"select {', '.join(['*', *more])} from trimmed order by record"
    )
    if len(rows):
        _count_normalised(cursor, table, reading)
    cursor.unregister("incoming")


def _count_normalised(cursor: duckdb.DuckDBPyConnection, table: Table, reading: Reading) -> None:
    counted = list(_normalised(table))
    sums = ", ".join(f"count(*) filter ({condition})" for _, condition in counted)
    (row,) = cursor.execute(
        f"select {sums} from staged_{table.name} as s join incoming as i using (record)"  # noqa: S608
    ).fetchall()
    for (what, _), times in zip(counted, row, strict=True):
        reading.note(what, int(times))


def _normalised(table: Table) -> Iterator[tuple[str, str]]:
    """What is counted as read differently from how it stood, each with its SQL condition."""
    for column in table.columns:
        found, value = f's."{column.name}"', f's."is_{column.name}"'
        yield "spaces round values", f'length(i."{column.name}") > length({found})'
        match column.kind:
            case "judgement":
                yield "answers spelled another way", f"{found} <> {value}"
            case "word":
                yield "words spelled another way", f"{found} <> {value}"
            case "date":
                yield "dates written dd/mm/yyyy", f"{value} is not null and contains({found}, '/')"
            case "whole":
                yield "numbers written with .0", f"{value} is not null and contains({found}, '.')"


def _complete_samples(cursor: duckdb.DuckDBPyConnection) -> None:
    """Answers come with their cases: what the pack leaves out is taken from what is loaded.

    So a pack of answers alone, or of cases alone, for a loaded inspection is checked and stored as
    the whole sample it makes.
    """
    for whole, lacking in (("answers", "cases"), ("cases", "answers")):
        columns = TABLES[lacking].columns
        names = ", ".join(f'"{c.name}"' for c in columns)
        values = ", ".join(
            [f'c."{c.name}"::varchar as "{c.name}"' for c in columns]
            + [f'c."{c.name}" as "is_{c.name}"' for c in columns if has_value(c)]
        )
        twins = ", ".join(f'"is_{c.name}"' for c in columns if has_value(c))
        cursor.execute(
            f"insert into staged_{lacking} (file, {names}, {twins}) "  # noqa: S608  our own
            f"select 'loaded before', {values} from {lacking} as c "
            f"where inspection_id in (select inspection_id from staged_{whole}) "
            f"and inspection_id not in (select coalesce(inspection_id, '') from staged_{lacking})"
        )

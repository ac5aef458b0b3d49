"""The SQL that reads one cell: what it means, however a spreadsheet wrote it.

Built from headings and words of our own tables only; no uploaded text ever gets here.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqs.intake.tables import FIRST_YEAR, JUDGEMENTS, LAST_YEAR, Column

BLANKS = "' \t\r\n\u00a0'"
"""What is trimmed from cells, as an SQL text: a space from a web page among them."""

ANSWERS = tuple(JUDGEMENTS)
"""yes, no, not relevant: an answer's code is its place here."""


def quoted(text: str) -> str:
    """Our own words as an SQL text."""
    return "'" + text.replace("'", "''") + "'"


def quoted_words(words: Iterable[str]) -> str:
    """Our own words as SQL texts, one after the other."""
    return ", ".join(map(quoted, words))


def one_of(cell: str, words: Iterable[str]) -> str:
    """Whether the cell is one of the words; null where it is blank.

    "in (…)" would do, but DuckDB makes a join of it, and rows no longer stand in their order.
    """
    return f"list_contains([{quoted_words(words)}]::varchar[], {cell})"


def trimmed(cell: str) -> str:
    """The cell without spaces round it; null where nothing is left."""
    return f"nullif(trim({cell}, {BLANKS}), '')"


def spaced(cell: str) -> str:
    """1 where a cell has spaces round something, else 0."""
    bare = f"trim({cell}, {BLANKS})"
    return f"coalesce(length({cell}) > length({bare}) and {bare} <> '', false)::utinyint"


def neat(listed: Iterable[str]) -> str:
    """Whether none of the cells has spaces round it or nothing in it; blank ones are passed over.

    It is false as well where a cell holds the mark that is put between them here. One pattern over
    all cells of a row takes a fraction of what trimming each of them does.
    """
    blank = r"[ \t\r\n\x{00A0}\x1f]"
    joined = f"concat_ws(chr(31), '', {', '.join(listed)}, '')"
    return f"not regexp_matches({joined}, '{blank}\\x1f|\\x1f{blank}')"


def code(cell: str, words: Iterable[str]) -> str:
    """The cell's place among the words, from 0; null where it is none of them."""
    return f"enum_code(try_cast({cell} as enum({quoted_words(words)})))"


def careful(column: Column) -> str:
    """The SQL that reads a trimmed cell as the column's kind; null where it is none."""
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
            return f"case when ({read}) {_YEARS} then ({read}) end"
        case "whole":
            return f"cast({_number_sql(cell, '[0-9]{1,9}([.]0+)?', low, high)} as integer)"
        case "rate":
            return _number_sql(cell, "[0-9]{1,6}([.][0-9]{1,9})?", low, high)
        case "judgement":
            return f"([{quoted_words(ANSWERS)}])[1 + {said(cell)}]"
        case "word" if column.words == ("yes", "no"):
            return _words_sql(cell, {word: JUDGEMENTS[word] for word in column.words})
        case "word":
            return _words_sql(
                cell, {w: tuple({w.lower(), w.lower().replace("_", " ")}) for w in column.words}
            )
        case _:
            return cell


_YEARS = f"between date '{FIRST_YEAR}-01-01' and date '{LAST_YEAR}-12-31'"


def plain(column: Column) -> tuple[str, list[str]]:
    """The SQL of a cell's value, and conditions that are false unless it stands as we write it.

    They are quick to plan, and none is false only where `careful` reads the same value. Where the
    cell is blank they are true or null. That texts are `neat` is left to be asked of a whole row.
    """
    cell = f'"{column.name}"'
    low, high = column.between
    match column.kind:
        case "date":
            value = f"try_cast({cell} as date)"
            return value, [f"{value}::varchar is not distinct from {cell}", f"{value} {_YEARS}"]
        case "whole":
            value = f"try_cast({cell} as integer)"
            return value, [
                f"{value}::varchar is not distinct from {cell}",
                f"{value} between {low:g} and {high:g}",
            ]
        case "rate":
            value = f"try_cast({cell} as double)"
            return value, [
                one_of(f"translate({cell}, '0123456789', '')", ("", ".")),
                f"length({cell}) between 1 and 7 and {cell}[1] <> '.' and {cell}[-1] <> '.'",
                f"({value} is null) = ({cell} is null)",
                f"{value} between {low:g} and {high:g}",
            ]
        case "judgement":
            return cell, [one_of(cell, ANSWERS)]
        case "word":
            return cell, [one_of(cell, column.words)]
        case _:
            return cell, []


def said(cell: str) -> str:
    """The SQL of an answer's code (its place in ANSWERS), however it is spelled; else null."""
    spelled = {word: n for n, words in enumerate(JUDGEMENTS.values()) for word in words}
    codes = ", ".join(map(str, spelled.values()))
    return (
        f"coalesce({code(cell, ANSWERS)}, "
        f"[{codes}][1 + {code(f'lower({_single_spaces(cell)})', spelled)}])"
    )


def _single_spaces(cell: str) -> str:
    return f"trim(regexp_replace({cell}, '[\\s\\x{{00A0}}]+', ' ', 'g'))"


def _number_sql(cell: str, shape: str, low: float, high: float) -> str:
    return (
        f"case when regexp_full_match({cell}, '{shape}') "
        f"and try_cast({cell} as double) between {low} and {high} "
        f"then try_cast({cell} as double) end"
    )


def _words_sql(cell: str, spellings: Mapping[str, Sequence[str]]) -> str:
    spelled = {said: word for word, words in spellings.items() for said in words}
    words, place = quoted_words(spelled.values()), code(f"lower({_single_spaces(cell)})", spelled)
    # Most cells stand as we write them; the pattern is for the others alone.
    return f"case when {one_of(cell, spellings)} then {cell} else ([{words}])[1 + {place}] end"

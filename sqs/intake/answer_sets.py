"""Answers as sets of questions: a row a case, a bit a question, whichever way they were written.

Ten million answers are four hundred thousand cases. Whether one stands twice, is missing or is
ruled out by another is then a matter of and-ing a few numbers; the rows themselves are looked at
only where something is odd.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqs.criteria import editions
from sqs.intake import cells
from sqs.intake.reading import Source
from sqs.intake.staging import FIRST, Incoming, no_rows, paths, rows_of, scan, where
from sqs.intake.tables import LONGEST, TABLES
from sqs.store.database import Cursor, value

SAID = ("said_yes", "said_no", "said_not_relevant")
"""The sets of questions by their answer, in the order of cells.ANSWERS."""

NO = cells.ANSWERS.index("no")


def _codes(cell: str) -> str:
    return f"[lower(trim(code)) for code in string_split({cell}, ';') if trim(code) <> '']"


def stored_reasons(cell: str) -> str:
    """Reason codes as they are stored: "Not_done; " is not_done, to the digest as well."""
    return f"nullif(array_to_string({_codes(cell)}, ';'), '')"


def _several(cell: str, listed: Sequence[str], *, careful: bool) -> str:
    """The SQL condition that a cell holds listed codes, more than one or oddly spelled."""
    codes = _codes(cell) if careful else f"string_split({cell}, ';')"
    return f"list_has_all([{cells.quoted_words(listed)}]::varchar[], {codes})"


def remark_digest(number: str, reasons: str, note: str) -> str:
    """The SQL of a number that stands for what was written beside an answer."""
    return (
        f"md5_number(concat_ws(chr(31), {number}, coalesce({reasons}, chr(0)), "
        f"coalesce({note}, chr(0))))"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions as reading needs them.

    Attributes:
        ids: question_ids in the order of their numbers, the first of which is 1.
        reasons: by question_id, the codes that every edition lists that asks it; one that only
            some list is looked at closely.

    """

    ids: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]

    def number(self, question_id: str) -> int:
        """The question's number."""
        return 1 + self.ids.index(question_id)

    def number_sql(self, cell: str) -> str:
        """The SQL of a question_id's number; null where it is none."""
        return f"(1 + {cells.code(cell, self.ids)})"


def asked(cursor: Cursor) -> Asked:
    """The questions of all editions, as the database numbers them."""
    ids = cursor.execute("select question_id from question_numbers order by number").fetchall()
    listed: dict[str, tuple[str, ...]] = {}
    for edition in editions().values():
        for question in edition.questions:
            before = listed.get(question.id, question.reasons)
            listed[question.id] = tuple(code for code in question.reasons if code in before)
    return Asked(tuple(question_id for (question_id,) in ids), listed)


# ---- beside the cases of a wide file

_SETS = {
    "answers": "ubigint", "answered": "ubigint", **dict.fromkeys(SAID, "ubigint"),
    "remarks": "uhugeint", "reason_cells": "varchar", "odd_questions": "ubigint",
    "written": "struct(answer varchar, reasons varchar)[]",
}  # fmt: skip
"""What a case's row holds of its answers: how many, to which questions, the sets, and its reasons
as number, chr(31), text, one after the other with chr(30) between. `odd_questions` are those whose
cells break, or may break, a rule by themselves. Where there are any, or an answer is spelled
another way, and the row is read with care, `written` has its cells as they stand, in the order of
the questions' numbers."""


def cases_coming_in(
    sources: Sequence[Source], asked: Asked, *, careful: bool, rejects: bool = True
) -> Incoming:
    """The rows of files of cases, with the answers of those that are wide."""
    rows = " union all ".join(
        _cases_sql(source, asked, careful=careful, rejects=rejects) for source in sources
    )
    if not sources:
        empty = ", ".join(f"null::{kind} as {name}" for name, kind in _SETS.items())
        rows = f"select *, {empty} from ({no_rows(TABLES['cases']).rows})"
    large = any(source.direct for source in sources)
    return Incoming(rows, large, tuple(_SETS), "odd_questions = 0")


def _cases_sql(source: Source, asked: Asked, *, careful: bool, rejects: bool) -> str:
    headings = ", ".join(f'"{heading}"' for heading in TABLES["cases"].headings)
    scanned = scan(source, rejects=rejects)
    judged = wide_questions(source)
    if not judged:
        nothing = ", ".join(f"null::{kind} as {name}" for name, kind in _SETS.items())
        return f"select {where(source)}, {headings}, {nothing} from {scanned}"
    reasoned = [name for name in judged if f"{name}.reasons" in source.wide]
    codes = [f'{_said(f"{_column(name)}", careful=careful)} as "said {name}"' for name in judged]
    whys = [f'{_why(_column(f"{n}.reasons"), careful=careful)} as "why {n}"' for n in reasoned]
    bits = {name: 1 << asked.number(name) for name in judged}
    every = f"{sum(bits.values())}::ubigint"
    sets = ", ".join(
        " | ".join(
            f'(case when "said {n}" = {answer} then {bits[n]}::ubigint else 0::ubigint end)'
            for n in judged
        )
        + f" as {said}"
        for answer, said in enumerate(SAID)
    )
    odd_reasons = " | ".join(
        [
            "0::ubigint",
            *(
                f'(case when "why {n}" is null then 0 when "said {n}" is distinct from {NO} '
                f"then {bits[n]} "
                f"when {cells.one_of(_column(f'why {n}'), asked.reasons[n])} then 0 "
                f"when {_several(_column(f'why {n}'), asked.reasons[n], careful=careful)} then 0 "
                f"else {bits[n]} end)::ubigint"
                for n in reasoned
            ),
        ]
    )
    reasons = ", ".join(
        f'case when "why {n}" is not null then \'{asked.number(n)}\' || chr(31) || "why {n}" end'
        for n in reasoned
    )
    reasons = f"nullif(concat_ws(chr(30), {reasons}), '')" if reasoned else "null::varchar"
    remarks = "0::uhugeint"
    for n in reasoned:
        why = stored_reasons(_column(f"why {n}")) if careful else _column(f"why {n}")
        digest = remark_digest(str(asked.number(n)), why, "null")
        remarks = f"xor({remarks}, case when {why} is null then 0::uhugeint else {digest} end)"
    as_found, written = [], "null"
    if careful:
        as_found = [_column(name) for name in source.wide]
        plain = f"list_has_all([{cells.quoted_words(cells.ANSWERS)}]::varchar[], [{{}}])".format(
            ", ".join(map(_column, judged))
        )
        written = (
            f"case when odd_questions <> 0 or not {plain} "
            f"then [{_as_found(judged, reasoned, asked)}] end"
        )
    names = ", ".join(("file", "line", headings, *list(_SETS)[:-2]))
    return (
        f"select {names}, {every} & ~({' | '.join(SAID)}) | odd_reasons as odd_questions, "
        f"{written}::{_SETS['written']} as written from (select file, line, {headings}, "
        f"{len(judged)}::ubigint as answers, {every} as answered, {sets}, {remarks} as remarks, "
        f"{', '.join([f'{reasons} as reason_cells', f'{odd_reasons} as odd_reasons', *as_found])} "
        f"from (select {where(source)}, {', '.join([headings, *codes, *whys, *as_found])} "
        f"from {scanned}))"
    )


def _as_found(judged: Sequence[str], reasoned: Sequence[str], asked: Asked) -> str:
    """The SQL of a wide row's cells, for each question that there is; null where it has none."""
    return ", ".join(
        f"{{answer: {_column(n)}, reasons: "
        f"{_column(f'{n}.reasons') if n in reasoned else 'null::varchar'}}}"
        if n in judged
        else "null"
        for n in asked.ids
    )


def wide_questions(source: Source) -> list[str]:
    """The questions that a wide file answers; none for another."""
    return [name for name in source.wide if not name.endswith(".reasons")]


def _column(name: str) -> str:
    return f'"{name}"'


def _said(cell: str, *, careful: bool) -> str:
    return cells.said(cell) if careful else cells.code(cell, cells.ANSWERS)


def _why(cell: str, *, careful: bool) -> str:
    return cells.trimmed(cell) if careful else cell


# ---- in rows of their own


def stage_answer_sets(
    cursor: Cursor, sources: Sequence[Source], asked: Asked, *, careful: bool
) -> None:
    """Make `staged_answer_sets` of the answers that have rows of their own: a row a case.

    `rows` counts them, `answers` those of a known question, `odd_answers` those that break, or may
    break, a rule that looks at them alone; `remarks` stands for reasons and notes; `padded` says
    that the case's references stand with spaces round them, or are nothing else, somewhere.
    """
    rows = rows_of(sources, TABLES["answers"]) if sources else no_rows(TABLES["answers"]).rows
    sets = ", ".join(
        f"coalesce(bit_or(1::ubigint << number) filter (said = {code}), 0)::ubigint as {name}"
        for code, name in enumerate(SAID)
    )
    counts = _PUT_RIGHT if careful else "0 as spaces, 0 as spelled"
    cursor.execute(
        f"create or replace temp table staged_answer_sets as with incoming as ({rows}), "
        f"{read_answers(asked, careful=careful)}, "
        f"judged as (select file, inspection_id, case_id, number, said, {odd(asked)} as odd, "
        f"{_REMARK} as remark, {counts} from read), "
        "by_case as (select inspection_id, case_id, min(file) as file, count(*) as rows, "
        "count(number)::ubigint as answers, "
        f"coalesce(bit_or(1::ubigint << number), 0)::ubigint as answered, {sets}, "
        "count(*) filter (odd) as odd_answers, bit_xor(remark) as remarks, "
        "sum(spaces) as spaces, sum(spelled) as spelled from judged "
        f"group by inspection_id, case_id) {_trimmed_keys() if careful else _plain_keys()}",
        paths(sources),
    )


def stands_plainly(cursor: Cursor, sources: Sequence[Source], asked: Asked) -> bool:
    """Whether the first rows of each source stand as we would write them, so that the rest may."""
    first = " union all ".join(
        f"(select * from ({rows_of([source], TABLES['answers'], rejects=False)}) limit {FIRST})"
        for source in sources
    )
    return not value(
        cursor,
        f"with incoming as ({first}), {read_answers(asked, careful=False)} "
        f"select coalesce(bool_or({odd(asked)}), false) from read",
        paths(sources),
    )


def read_answers(asked: Asked, *, careful: bool) -> str:
    """The SQL of `read`: rows of the answers `incoming`, what their cells were read as beside them.

    number_as_written, said_as_written: the question's number and the answer's code, where the cells
    stand as we would write them; number, said: however they stand; listed: whether the reasons are
    one code of the question; why, noted: reasons and note as they are stored; plainly: whether the
    whole row stands as we would write it, so that nothing more need be worked out (read plainly,
    nobody asks).
    """
    pairs = [f"{id_}:{code}" for id_, codes in asked.reasons.items() for code in codes]
    number, said, why, noted = "number_as_written", "said_as_written", "reasons", "note"
    plainly = "false"
    if careful:
        plainly = (
            "number_as_written is not null and said_as_written is not null "
            "and (reasons is null or listed) and case when note is null then true else "
            f"note <> '' and length(note) <= {LONGEST['text']} "
            f"and trim(note, {cells.BLANKS}) = note end"
        )
        # What comes after the first of coalesce and case is worked out only where it must be.
        again = asked.number_sql(f"trim(question_id, {cells.BLANKS})")
        number = f"coalesce(number_as_written, {again})"
        said = f"coalesce(said_as_written, {cells.said('answer')})"
        why = (
            "case when plainly or reasons is null or listed then reasons "
            f"else {stored_reasons('reasons')} end"
        )
        noted = f"case when plainly or note is null then note else {cells.trimmed('note')} end"
    return (
        "coded as (select *, "
        f"{asked.number_sql('question_id')} as number_as_written, "
        f"{cells.code('answer', cells.ANSWERS)} as said_as_written, "
        "case when reasons is not null then try_cast(question_id || ':' || reasons "
        f"as enum({cells.quoted_words(pairs)})) is not null end as listed from incoming), "
        f"plain as (select *, {plainly} as plainly from coded), "
        f"read as (select *, {number} as number, {said} as said, {why} as why, {noted} as noted "
        "from plain)"
    )


def odd(asked: Asked) -> str:
    """The SQL condition under which a row of `read` breaks, or may break, a rule by itself."""
    lists = ", ".join(
        f"[{cells.quoted_words(asked.reasons.get(i, ()))}]::varchar[]" for i in asked.ids
    )
    several = f"not list_has_all(([{lists}])[number], string_split(why, ';'))"
    # Read plainly, a note with spaces round it or nothing in it is not as it will be stored.
    return (
        f"case when plainly then why is not null and said <> {NO} else "
        "(number is null or said is null or case when why is null then reasons is not null "
        f"and reasons = '' when said <> {NO} then true when listed then false else {several} end "
        f"or case when note is null then false when length(noted) > {LONGEST['text']} then true "
        f"else noted is not null and (noted = '' or trim(noted, {cells.BLANKS}) <> noted) end) end"
    )


_REMARK = (
    "case when why is not null or noted is not null then "
    f"{remark_digest('number', 'why', 'noted')} end"
)

_PUT_RIGHT = (
    "case when plainly then 0 else "
    + " + ".join(cells.spaced(h) for h in ("question_id", "answer", "reasons", "note"))
    + " end as spaces, case when plainly or said is null or said_as_written is not null then 0 "
    f"else (not {cells.one_of(f'trim(answer, {cells.BLANKS})', cells.ANSWERS)})::utinyint end "
    "as spelled"
)


_KEY = ("inspection_id", "case_id")


def _plain_keys() -> str:
    plain = " and ".join(
        f"coalesce(trim({h}, {cells.BLANKS}) = {h} and {h} <> '' "
        f"and length({h}) <= {LONGEST['reference']}, false)"
        for h in _KEY
    )
    return (
        f"select * replace (odd_answers + (not ({plain}))::bigint as odd_answers), "
        "false as padded from by_case"
    )


def _trimmed_keys() -> str:
    """Cases whose references differ by spaces alone are one; cheap, since rows are few by now."""
    sets = ", ".join(f"bit_or({name}) as {name}" for name in ("answered", *SAID))
    trimmed = ", ".join(f"{cells.trimmed(h)} as {h}, {h} as raw_{h}" for h in _KEY)
    padded = " + ".join(f"coalesce({h} <> raw_{h}, false)::utinyint" for h in _KEY)
    stripped = " or ".join(f"{h} is distinct from raw_{h}" for h in _KEY)
    long = " or ".join(f"coalesce(length({h}) > {LONGEST['reference']}, true)" for h in _KEY)
    return (
        f"select {', '.join(_KEY)}, "
        f"min(file) as file, sum(rows)::bigint as rows, sum(answers)::ubigint as answers, {sets}, "
        f"(sum(odd_answers) + bool_or({long})::integer)::bigint as odd_answers, "
        "bit_xor(remarks) as remarks, "
        f"sum(spaces + rows * ({padded}))::bigint as spaces, sum(spelled)::bigint as spelled, "
        f"bool_or({stripped}) as padded "
        f"from (select * exclude ({', '.join(_KEY)}), {trimmed} from by_case) "
        f"group by {', '.join(_KEY)}"
    )

"""The rows of answers that a check may have something to say of, found again in their files.

A pack was read to sets of questions, a row a case. Which cases are odd is known by now; here their
rows are read once more, with what stands in them.
"""

from sqs.intake import cells, staging
from sqs.intake.answer_sets import Asked, odd, read_answers, wide_questions
from sqs.intake.reading import Reading, Source
from sqs.intake.staging import paths
from sqs.intake.tables import LONGEST, TABLES
from sqs.store.database import Cursor, value

_HEADINGS = TABLES["answers"].headings
_KEY = ("inspection_id", "case_id")


def look_at_answers(cursor: Cursor, reading: Reading, asked: Asked) -> None:
    """Make `staged_answers`: the rows of answers that a check may have something to say of.

    They are those that are odd by themselves, those of a case and question that `wanted` names, and
    all of a case whose rows do not make a set. Columns as of a staged table, with `wide` and the
    headings under which a wide file's answer and its reasons stand; `nth` counts the rows that
    DuckDB reads of a large file, from 1, and the line is null there.

    Args:
        cursor: a transaction in which the pack is staged.
        reading: what the pack is made of.
        asked: the questions.

    """
    cursor.execute(_WANTED)
    long = reading.of("answers")
    wide = any(map(wide_questions, reading.of("cases")))
    padded = value(cursor, "select coalesce(bool_or(padded), false) from staged_answer_sets")
    large = [source for source in long if source.direct]
    if large:
        cursor.execute(_WANTED_CASES)
        cursor.execute(_WANTED_ANSWERS)
    for source in large:
        _keep_rows(cursor, source, asked, padded=padded)
    arms = [*map(_long_rows, long), *([_WIDE_ROWS] if wide else [])]
    if not arms:
        nothing = ", ".join(f"null::varchar as {heading}" for heading in _HEADINGS)
        arms = [
            f"select 0 as file, null::integer as line, 0 as nth, {nothing}, false as wide limit 0"
        ]
    trimmed = {heading: cells.trimmed(f"j.{heading}") for heading in _HEADINGS}
    on = " and ".join(f"w.{k} = {trimmed[k] if padded or wide else f'j.{k}'}" for k in _KEY)
    cursor.execute(
        "create or replace temp table staged_answers as "
        f"with incoming as ({' union all '.join(arms)}), "
        f"{read_answers(asked, careful=True)}, "
        f"judged as (select *, {_odd_row(asked)} as odd from read) "
        "select j.file, j.line, j.nth, j.wide, "
        f"{', '.join(f'{cell} as {name}' for name, cell in trimmed.items())}, "
        f"([{cells.quoted_words(cells.ANSWERS)}])[1 + j.said] as is_answer, "
        "if(j.wide, j.question_id, 'answer') as answer_heading, "
        "if(j.wide, j.question_id || '.reasons', 'reasons') as reasons_heading "
        f"from judged as j left join wanted as w on {on} "
        "where j.odd or (w.questions >> coalesce(j.number, 0)) & 1 = 1",
        paths([source for source in long if source not in large]),
    )
    for source in large:
        cursor.execute(f"drop table kept_{source.file}")


def _odd_row(asked: Asked) -> str:
    """The SQL condition under which a row of `read`, its keys included, may break a rule."""
    key = " or ".join(f"{h} is null or length({h}) > {LONGEST['reference']}" for h in _KEY)
    return f"({odd(asked)} or {key})"


_EVERY = (1 << 64) - 1

_WANTED = f"""
create or replace temp table wanted as
with
unmade as (
    select s.inspection_id, s.case_id
    from sample as s
    left join known_inspections as i using (inspection_id)
    left join (
        select edition, bit_or(bit) as asked
        from edition_questions where not interview group by edition
    ) as q using (edition)
    where s.answers <> bit_count(s.answered) or s.answered & ~coalesce(q.asked, s.answered) <> 0
    union all
    select s.inspection_id, s.case_id
    from staged_answer_sets as s anti join sample as c
        on c.inspection_id = s.inspection_id and c.case_id = s.case_id
),
routed as (
    select s.inspection_id, s.case_id, bit_or(q.bit) as questions
    from sample as s
    join known_inspections as i using (inspection_id)
    join edition_questions as q
        on q.edition = i.edition and not q.interview and (q.parent <> '' or q.must_be_answered)
    where (
            q.parent <> '' and (s.said_yes | s.said_no) & q.bit <> 0
            and ((q.parent_yes & s.said_yes) | (q.parent_no & s.said_no)) = 0
        ) or (
            q.must_be_answered and s.said_not_relevant & q.bit <> 0
            and (q.parent = '' or ((q.parent_yes & s.said_yes) | (q.parent_no & s.said_no)) <> 0)
        )
    group by s.inspection_id, s.case_id
)
select inspection_id, case_id, bit_or(questions) as questions
from (
    select inspection_id, case_id, {_EVERY}::ubigint as questions from unmade
    union all
    select * from routed
)
where inspection_id is not null and case_id is not null
group by inspection_id, case_id
"""


# ---- rows of their own


_BITS = 1 << 22

_WANTED_CASES = f"""
set variable wanted_cases = (
    select bitstring_agg((hash(inspection_id, case_id) % {_BITS})::integer, 0, {_BITS - 1})
    from wanted
)
"""

_WANTED_ANSWERS = f"""
set variable wanted_answers = (
    select bitstring_agg((hash(inspection_id, case_id, number) % {_BITS})::integer, 0, {_BITS - 1})
    from wanted join question_numbers as n on questions & n.bit <> 0
)
"""


def _may_be_among(variable: str, key: str) -> str:
    """The SQL condition that a key is one of many, or by chance another with a like hash."""
    bit = f"get_bit(getvariable('{variable}'), (hash({key}) % {_BITS})::integer)"
    return f"coalesce({bit} = 1, false)"


def _keep_rows(cursor: Cursor, source: Source, asked: Asked, *, padded: bool) -> None:
    """Make `kept_N`: a row a row of a large file, its cells where a check may speak of them.

    In all other rows they are null: the table is small, and a row's place in it is that in its
    file. A join or a window would have DuckDB lose that order, or read one row after the other; so
    what is wanted is looked up in fields of bits, which let a few others through.
    """
    cursor.execute(
        f"create or replace temp table kept_{source.file} as "
        f"{rows_to_keep(source, asked, padded=padded)}",
        paths([source]),
    )


def rows_to_keep(source: Source, asked: Asked, *, padded: bool) -> str:
    """The SQL of the rows of `kept_N`, whose one column `cells` is null or a row's cells."""
    key = ", ".join(cells.trimmed(h) if padded else h for h in _KEY)
    return (
        f"with incoming as (from {staging.scan(source)}), {read_answers(asked, careful=True)} "
        f"select case when {_odd_row(asked)} or case when {_may_be_among('wanted_cases', key)} "
        f"then {_may_be_among('wanted_answers', f'{key}, number::utinyint')} else false end "
        f"then [{', '.join(_HEADINGS)}] end as cells from read"
    )


def _long_rows(source: Source) -> str:
    """The rows of a file of answers; of a large one those that were kept."""
    if not source.direct:
        headings = ", ".join(_HEADINGS)
        return (
            f"select {staging.where(source)}, 0::bigint as nth, {headings}, false as wide "
            f"from {staging.scan(source)}"
        )
    kept = f"kept_{source.file}"
    apart = ", ".join(f"cells[{at}] as {heading}" for at, heading in enumerate(_HEADINGS, start=1))
    return (
        f"select {staging.where(source)}, rowid - (select min(rowid) from {kept}) + 1 as nth, "
        f"{apart}, false as wide from {kept} where cells is not null"
    )


# ---- beside their cases


# The cells of the questions that are odd, or wanted, of each wide row. Where all of them are plain
# they are spelled as the sets have them, and no check has a word to say of the reasons.
_WIDE_ROWS = """
select c.file, c.line, 0::bigint as nth, c.inspection_id, c.case_id, n.question_id,
    case
        when c.written is not null then c.written[n.number].answer
        when c.said_yes & n.bit <> 0 then 'yes'
        when c.said_no & n.bit <> 0 then 'no'
        else 'not relevant'
    end as answer,
    c.written[n.number].reasons as reasons, null::varchar as note, true as wide
from staged_cases as c
left join wanted as w on w.inspection_id = c.inspection_id and w.case_id = c.case_id
join question_numbers as n
    on (c.odd_questions | coalesce(w.questions, 0)) & c.answered & n.bit <> 0
"""

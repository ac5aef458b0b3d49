-- One row a part, set of questions and tally: so many cases (or case managers) in which so many of
-- the set's questions were met and relevant.
-- $editions, $sets, $questions: side by side, each question of each set of each edition.
-- $parts: the parts wanted; null for those of every inspection.
with
listed as (
    select unnest($editions) as edition, unnest($sets) as set_number, unnest($questions) as question_id
),
sets as (
    select edition, set_number, bit_or(bit) as questions
    from listed
    join question_numbers using (question_id)
    group by edition, set_number
),
wanted as (
    select part, edition
    from (
        select unnest([cases_part, interviews_part]) as part, edition from recorded.visits
    )
    where $parts is null or part in (select unnest($parts))
),
said as (
    select w.part, w.edition, c.said_yes, c.said_no, c.said_not_relevant
    from recorded.cases as c
    join wanted as w using (part)
    union all
    select w.part, any_value(w.edition),
        coalesce(bit_or(n.bit) filter (v.answer = 'yes'), 0)::ubigint,
        coalesce(bit_or(n.bit) filter (v.answer = 'no'), 0)::ubigint,
        coalesce(bit_or(n.bit) filter (v.answer = 'not relevant'), 0)::ubigint
    from recorded.interviews as v
    join wanted as w using (part)
    join question_numbers as n on n.number = v.question
    group by w.part, v.interviewee
)
select a.part, s.set_number,
    bit_count(a.said_yes & s.questions) as met,
    bit_count((a.said_yes | a.said_no) & s.questions) as relevant,
    count(*) as times
from said as a
join sets as s using (edition)
where (a.said_yes | a.said_no | a.said_not_relevant) & s.questions <> 0
group by 1, 2, 3, 4
order by 1, 2, 3, 4

-- One row an inspection, set of questions and tally: so many cases (or case managers) in which so
-- many of the set's questions were met and relevant. An inspection without any has one row.
-- $editions, $sets, $questions: side by side, each question of each set of each edition.
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
visits as (
    select inspection_id, yot, fieldwork_end, edition, caseload,
        lag(inspection_id) over (partition by yot order by fieldwork_end, inspection_id)
            as previous_inspection_id
    from inspections
),
said as (
    select p.scope as inspection_id, c.said_yes, c.said_no, c.said_not_relevant
    from recorded.cases as c
    join recorded.parts as p on p.part = c.part and p.is_current
    union all
    select p.scope,
        coalesce(bit_or(n.bit) filter (v.answer = 'yes'), 0)::ubigint,
        coalesce(bit_or(n.bit) filter (v.answer = 'no'), 0)::ubigint,
        coalesce(bit_or(n.bit) filter (v.answer = 'not relevant'), 0)::ubigint
    from recorded.interviews as v
    join recorded.parts as p on p.part = v.part and p.is_current
    join question_numbers as n on n.number = v.question
    group by p.scope, v.interviewee
),
tallies as (
    select v.inspection_id, s.set_number,
        bit_count(a.said_yes & s.questions) as met,
        bit_count((a.said_yes | a.said_no) & s.questions) as relevant,
        count(*) as times
    from said as a
    join visits as v using (inspection_id)
    join sets as s using (edition)
    where (a.said_yes | a.said_no | a.said_not_relevant) & s.questions <> 0
    group by 1, 2, 3, 4
)
select v.*, t.set_number, t.met, t.relevant, t.times
from visits as v
left join tallies as t using (inspection_id)
order by v.yot, v.fieldwork_end, v.inspection_id, t.set_number, t.met, t.relevant

-- One row an inspection and set of one question: cases (or case managers) met, relevant and not
-- relevant. An inspection without any has one row.
-- $editions, $sets, $questions: side by side, the question of each set of each edition.
with
sets as (
    select l.edition, l.set_number, n.number
    from (
        select unnest($editions) as edition, unnest($sets) as set_number,
            unnest($questions) as question_id
    ) as l
    join question_numbers as n using (question_id)
),
visits as (
    select inspection_id, yot, fieldwork_end, edition, caseload,
        lag(inspection_id) over (partition by yot order by fieldwork_end, inspection_id)
            as previous_inspection_id
    from inspections
),
counted as (
    select p.scope as inspection_id, m.question, m.met, m.relevant, m.not_relevant
    from recorded.metric as m
    join recorded.parts as p on p.part = m.part and p.is_current
    where m.question in (select number from sets)
)
select v.*, s.set_number, c.met, c.relevant, c.not_relevant
from visits as v
left join (counted as c join sets as s on s.number = c.question)
    on c.inspection_id = v.inspection_id and s.edition = v.edition
order by v.yot, v.fieldwork_end, v.inspection_id, s.set_number

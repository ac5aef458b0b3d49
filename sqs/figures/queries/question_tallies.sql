-- As measure_counts, for sets of one question each: there a case has it met, unmet or not relevant,
-- so that the tallies are counts that are kept.
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
),
tallies as (
    select c.inspection_id, s.set_number, t.met, t.relevant, t.times
    from counted as c
    join visits as v using (inspection_id)
    join sets as s on s.edition = v.edition and s.number = c.question
    cross join lateral (
        values (1, 1, c.met), (0, 1, c.relevant - c.met), (0, 0, c.not_relevant)
    ) as t (met, relevant, times)
    where t.times > 0
)
select v.*, t.set_number, t.met, t.relevant, t.times
from visits as v
left join tallies as t using (inspection_id)
order by v.yot, v.fieldwork_end, v.inspection_id, t.set_number, t.met, t.relevant

-- One row a team's newest inspection in which a measure was asked, with the one before it; and one
-- row each of those before, themselves with none before them.
-- $editions, $questions: side by side, each question of the measure in each edition. $start, $end:
-- the first and the last day on which fieldwork may have ended; null for any.
with
listed as (
    select unnest($editions) as edition, unnest($questions) as question_id
),
measures as (
    select edition, bit_or(bit) as questions
    from listed join question_numbers using (question_id)
    group by edition
),
asked as (
    select v.yot, v.fieldwork_end, v.inspection_id
    from recorded.visits as v join measures as m using (edition)
    where v.answered & m.questions <> 0
        and ($start is null or v.fieldwork_end >= $start)
        and ($end is null or v.fieldwork_end <= $end)
),
last_days as (
    select yot, max(fieldwork_end) as fieldwork_end from asked group by yot
),
newest as (
    select yot, fieldwork_end, max(inspection_id) as inspection_id
    from asked join last_days using (yot, fieldwork_end)
    group by yot, fieldwork_end
),
earlier as (
    select v.yot, v.fieldwork_end, v.inspection_id
    from recorded.visits as v
    join newest as n using (yot)
    where v.fieldwork_end < n.fieldwork_end
        or v.fieldwork_end = n.fieldwork_end and v.inspection_id < n.inspection_id
),
days_before as (
    select yot, max(fieldwork_end) as fieldwork_end from earlier group by yot
),
before as (
    select yot, max(inspection_id) as inspection_id
    from earlier join days_before using (yot, fieldwork_end)
    group by yot
),
picked as (
    select n.inspection_id, b.inspection_id as previous_inspection_id
    from newest as n left join before as b using (yot)
    union all
    select inspection_id, null from before
)
select v.inspection_id, v.yot, v.fieldwork_end, v.edition, v.caseload, p.previous_inspection_id,
    v.cases_part, v.interviews_part
from recorded.visits as v
join picked as p using (inspection_id)
order by v.yot, v.fieldwork_end, v.inspection_id

-- One row an inspection on the day of its team's newest in which a measure was asked, or on the last
-- day of any before that; a team's in their order.
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
last_days as (
    select v.yot, max(v.fieldwork_end) as last_day
    from recorded.visits as v join measures as m using (edition)
    where v.answered & m.questions <> 0
        and ($start is null or v.fieldwork_end >= $start)
        and ($end is null or v.fieldwork_end <= $end)
    group by v.yot
),
days_before as (
    select v.yot, max(v.fieldwork_end) as day_before
    from recorded.visits as v join last_days as l on l.yot = v.yot and v.fieldwork_end < l.last_day
    group by v.yot
)
select v.inspection_id, v.yot, v.fieldwork_end, v.edition, v.caseload, v.cases_part,
    v.interviews_part
from recorded.visits as v
join last_days as l using (yot)
left join days_before as b using (yot)
where v.fieldwork_end = l.last_day or v.fieldwork_end = b.day_before
order by v.yot, v.fieldwork_end, v.inspection_id

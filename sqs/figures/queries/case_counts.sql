-- One row an inspection, section and case (or case manager): judgements met and relevant in it.
-- $inspections: the inspection_ids wanted, or null for all.
with
wanted as (
    select p.part, p.kind, i.inspection_id, i.edition
    from inspections as i
    join recorded.parts as p
        on p.is_current and p.scope = i.inspection_id and p.kind in ('cases', 'interviews')
    where $inspections is null or list_contains($inspections, i.inspection_id)
),
judgements as (
    select w.inspection_id, w.edition, a.case_number::varchar as cluster, a.question, a.answer
    from recorded.answers as a join wanted as w on w.part = a.part and w.kind = 'cases'
    union all
    select w.inspection_id, w.edition, v.interviewee, v.question, v.answer
    from recorded.interviews as v join wanted as w on w.part = v.part and w.kind = 'interviews'
)
select j.inspection_id, q.section, j.cluster,
    count(*) filter (j.answer = 'yes') as met,
    count(*) filter (j.answer in ('yes', 'no')) as relevant
from judgements as j
join edition_questions as q on q.edition = j.edition and q.number = j.question and q.judged
group by j.inspection_id, q.section, j.cluster
order by j.inspection_id, q.section, j.cluster

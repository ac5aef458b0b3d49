-- One row an inspection and judged question, in no order: cases (or case managers) met, relevant,
-- not relevant, and how many are relevant in the caseload (relevant_in_caseload says how).
-- $inspections: the inspection_ids wanted, or null for all.
with
wanted as (
    select i.inspection_id, i.edition, i.caseload, p.part, p.kind = 'interviews' as interview
    from inspections as i
    join recorded.parts as p
        on p.is_current and p.scope = i.inspection_id and p.kind in ('cases', 'interviews')
    where $inspections is null or list_contains($inspections, i.inspection_id)
),
samples as (
    select part, max(asked) as asked
    from recorded.metric
    where part in (select part from wanted)
    group by part
)
-- A question that its edition was given since has nobody who answered it, but a row.
select w.inspection_id, w.edition, q.section, n.question_id, s.asked,
    case
        when w.caseload is not null and not w.interview then greatest(
            coalesce(m.relevant, 0),
            (2 * w.caseload::bigint * coalesce(m.relevant, 0) + s.asked) // (2 * s.asked)
        )
    end as of_caseload,
    coalesce(m.met, 0) as met, coalesce(m.relevant, 0) as relevant,
    coalesce(m.not_relevant, 0) as not_relevant
from wanted as w
join samples as s using (part)
join edition_questions as q
    on q.edition = w.edition and q.judged and q.interview = w.interview
join question_numbers as n using (number)
left join recorded.metric as m on m.part = w.part and m.question = q.number

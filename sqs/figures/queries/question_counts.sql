-- One row an inspection and judged question, in no order: cases (or case managers) met, relevant,
-- not relevant, and how many are relevant in the caseload (relevant_in_caseload says how).
-- $inspections: the inspection_ids wanted, or null for all.
with
wanted as (
    select * from recorded.visits
    where $inspections is null or inspection_id in (select unnest($inspections))
),
samples as (
    select inspection_id, edition, caseload, false as interview, cases_part as part, cases as asked
    from wanted where cases_part is not null
    union all
    select inspection_id, edition, null, true, interviews_part, case_managers
    from wanted where interviews_part is not null
)
-- A question that its edition was given since has nobody who answered it, but a row.
select s.inspection_id, s.edition, q.section, n.question_id, s.asked,
    case
        when s.caseload is not null then greatest(
            coalesce(m.relevant, 0),
            (2 * s.caseload::bigint * coalesce(m.relevant, 0) + s.asked) // (2 * s.asked)
        )
    end as of_caseload,
    coalesce(m.met, 0) as met, coalesce(m.relevant, 0) as relevant,
    coalesce(m.not_relevant, 0) as not_relevant
from samples as s
join edition_questions as q
    on q.edition = s.edition and q.judged and q.interview = s.interview
join question_numbers as n using (number)
left join recorded.metric as m on m.part = s.part and m.question = q.number

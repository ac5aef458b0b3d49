-- One row a case, judged question and second inspector: both answers, the second's reasons.
-- $inspections: the inspection_ids wanted, or null for all.
select p.scope as inspection_id, r.case_id, q.question_id, r.inspector,
    case
        when c.said_yes & q.bit <> 0 then 'yes'
        when c.said_no & q.bit <> 0 then 'no'
        else 'not relevant'
    end as first,
    r.answer::varchar as second, r.reasons
from recorded.second_reads as r
join recorded.parts as p on p.part = r.part and p.is_current
join inspections as i on i.inspection_id = p.scope
join question_numbers as q on q.number = r.question
join edition_questions as e on e.edition = i.edition and e.number = q.number and e.judged
join recorded.parts as o on o.kind = 'cases' and o.scope = p.scope and o.is_current
join recorded.cases as c
    on c.part = o.part and c.case_id = r.case_id
    and (c.said_yes | c.said_no | c.said_not_relevant) & q.bit <> 0
where $inspections is null or list_contains($inspections, p.scope)
order by p.scope, e.section, e.position, r.case_id, r.inspector

-- One row a case manager of an inspection: the cases read, and the judgements in them, met and
-- relevant. The name is null where the pack gives none.
-- $inspection: one inspection_id.
with judged as (
    select edition, bit_or(bit) as questions
    from edition_questions where judged and not interview group by edition
)
select c.case_manager, count(*) as cases,
    sum(bit_count(c.said_yes & j.questions))::integer as met,
    sum(bit_count((c.said_yes | c.said_no) & j.questions))::integer as relevant
from recorded.cases as c
join recorded.parts as p on p.part = c.part and p.is_current and p.scope = $inspection
join inspections as i on i.inspection_id = p.scope
join judged as j on j.edition = i.edition
group by c.case_manager
order by met / greatest(relevant, 1), c.case_manager nulls last

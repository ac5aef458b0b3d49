-- One row a case of an inspection: judgements of some questions together, met and relevant.
-- $inspection: one inspection_id; $questions: the question_ids.
with asked as (
    select bit_or(bit) as bits from question_numbers where list_contains($questions, question_id)
)
select bit_count(c.said_yes & a.bits) as met,
    bit_count((c.said_yes | c.said_no) & a.bits) as relevant
from recorded.cases as c
join recorded.parts as p on p.part = c.part and p.is_current and p.scope = $inspection
cross join asked as a
order by c.case_number

-- One row an inspection and fact: cases in which it was answered yes, and no.
-- $inspection: one inspection_id.
select a.question_id,
    count(*) filter (a.answer = 'yes') as yes,
    count(*) filter (a.answer = 'no') as no
from answers as a
join inspections as i using (inspection_id)
join question_numbers as n using (question_id)
join edition_questions as q on q.edition = i.edition and q.number = n.number and not q.judged
where a.inspection_id = $inspection
group by a.question_id, q.section, q.position
order by q.section, q.position

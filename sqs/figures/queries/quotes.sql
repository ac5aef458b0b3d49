-- One row a note of an inspection that may be published.
-- $inspection: one inspection_id.
select q.question_id, q.case_id, q.text
from quotes as q
join answers as a
    on a.inspection_id = q.inspection_id and a.case_id = q.case_id and a.question_id = q.question_id
where q.inspection_id = $inspection and q.publishable and a.answer = 'yes'
order by q.question_id, q.case_id, q.text

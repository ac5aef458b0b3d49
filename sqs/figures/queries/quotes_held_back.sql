-- One row: how many quotes the pack cleared and nobody has looked at who could be named in them.
-- $inspection: one inspection_id.
select count(*)::integer
from quotes as q
join answers as a
    on a.inspection_id = q.inspection_id and a.case_id = q.case_id and a.question_id = q.question_id
where q.inspection_id = $inspection and q.cleared and not q.publishable and a.answer = 'yes'

-- One row a note of an inspection, and whether it may be published.
-- $inspection: one inspection_id.
select question_id, case_id, text, publishable
from quotes
where inspection_id = $inspection
order by question_id, case_id, text

-- One row an inspection, question and reason: the cases in which the answer was no for it.
-- $inspection: one inspection_id. reason is null for a no without any.
with
shortfalls as (
    select question_id, case_id, unnest(coalesce(string_split(reasons, ';'), [null])) as reason
    from answers
    where inspection_id = $inspection and answer = 'no'
)
select question_id, reason, count(distinct case_id) as cases
from shortfalls
group by question_id, reason
order by question_id, cases desc, reason nulls last

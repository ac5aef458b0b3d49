-- One row a row of the temporary table `counted`, as a Figure has it: with its share and interval.
-- $met, $relevant, $of_caseload, $low, $high, $method: side by side, each interval once.
with
solved as (
    select unnest($met) as met, unnest($relevant) as relevant, unnest($of_caseload)::bigint as of_caseload,
        unnest($low) as low, unnest($high) as high, unnest($method) as method
)
select c.inspection_id, c.edition, c.section, c.question_id, c.asked, c.met, c.relevant,
    c.not_relevant, c.met / nullif(c.relevant, 0) as share, s.low::double as low,
    s.high::double as high, s.method
from counted as c
join solved as s
    on s.met = c.met and s.relevant = c.relevant
    and s.of_caseload is not distinct from c.of_caseload

-- One row a team's reoffending rate that had been published by the end of fieldwork, newest release
-- first, beside the England and Wales rate of the same cohort and method.
-- $inspection: one inspection_id. Rates of another method are never put side by side.
select r.cohort_start, r.cohort_end, r.method, r.rate, r.compared_with_previous, r.published,
    r.source, n.rate as national_rate
from inspections as i
join reoffending as r on r.yot = i.yot and r.published <= i.fieldwork_end
left join reoffending as n
    on n.yot = 'england-and-wales' and n.method = r.method
    and n.cohort_start = r.cohort_start and n.cohort_end = r.cohort_end
where i.inspection_id = $inspection
order by r.cohort_end desc, r.published desc, r.method

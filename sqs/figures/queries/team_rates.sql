-- One row a reoffending rate of a team, beside the England and Wales rate of the same cohort and
-- method, in the order of methods and cohorts.
-- $yot: one team. Rates of another method are never put side by side.
select r.cohort_start, r.cohort_end, r.method, r.rate, r.compared_with_previous, r.published,
    r.source, n.rate as national_rate
from reoffending as r
left join reoffending as n
    on n.yot = 'england-and-wales' and n.method = r.method
    and n.cohort_start = r.cohort_start and n.cohort_end = r.cohort_end
where r.yot = $yot
order by r.method, r.cohort_start, r.cohort_end

-- One row a team's (or england-and-wales') reoffending rate, whenever it was published.
select yot, cohort_start, cohort_end, method, rate, compared_with_previous, published, source
from reoffending
order by yot, cohort_start, cohort_end, method

-- One row an edition, judged question and team with anything relevant: all its inspections together.
-- $few: whether those count in which one to four cases were relevant.
select edition, measure as question_id, yot, sum(met)::bigint as met, sum(relevant)::bigint as relevant,
    sum(inspections)::bigint as inspections
from recorded.rolled_up
where yot is not null and ($few or not few)
group by edition, measure, yot
having sum(relevant) > 0
order by edition, measure, yot

-- One row an edition and month with anything relevant: a measure in all inspections together.
-- $measure: a question_id or a section's key. $few: whether those count in which one to four cases
-- were relevant, to the question or to one of the section.
select edition, month, sum(met)::bigint as met, sum(relevant)::bigint as relevant,
    sum(inspections)::bigint as inspections
from recorded.rolled_up
where measure = $measure and month is not null and ($few or not few)
group by edition, month
having sum(relevant) > 0
order by edition, month

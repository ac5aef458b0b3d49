-- One row an inspection, with its team, the cases read and the case managers interviewed.
select i.*, y.name, y.region, y.country, y.family,
    (select count(*) from cases as c where c.inspection_id = i.inspection_id) as cases,
    (select count(distinct interviewee) from interviews as v where v.inspection_id = i.inspection_id)
        as case_managers,
    lag(i.inspection_id) over (partition by i.yot order by i.fieldwork_end) as previous_inspection_id,
    lag(i.fieldwork_end) over (partition by i.yot order by i.fieldwork_end) as previous_fieldwork_end
from inspections as i
-- A team may have been renamed: the name is the one valid at the time of fieldwork.
join yots as y on y.yot = i.yot
qualify row_number() over (
    partition by i.inspection_id
    order by coalesce(y.valid_from <= i.fieldwork_end, true) desc, y.valid_from desc nulls last
) = 1
order by i.fieldwork_end desc, i.inspection_id

-- One row a staged inspection whose caseload is smaller than the sample drawn from it.
with samples as (
    select inspection_id, count(*) as cases from staged_cases group by inspection_id
)
select 'number' as rule, i.file, i.line, 'caseload' as "column", null as "case",
    i.caseload || ' for ' || s.cases || ' cases read' as found,
    'give the whole caseload from which the sample was drawn, or leave it blank' as allowed
from staged_inspections as i
join samples as s using (inspection_id)
where i.is_caseload < s.cases

-- One row an inspection that may be compared, a team's in their order.
-- $yot: one team, or null for all.
select inspection_id, yot, fieldwork_end, edition, caseload, cases_part, interviews_part
from recorded.visits
where $yot is null or yot = $yot
order by yot, fieldwork_end, inspection_id

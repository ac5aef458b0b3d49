-- One row an inspection that may be compared, and the one before it of the same team.
-- $yot: one team, or null for all.
select inspection_id, yot, fieldwork_end, edition, caseload,
    lag(inspection_id) over (partition by yot order by fieldwork_end, inspection_id)
        as previous_inspection_id,
    cases_part, interviews_part
from recorded.visits
where $yot is null or yot = $yot
order by yot, fieldwork_end, inspection_id

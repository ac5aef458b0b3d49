-- One row a person or body on an inspection's copy list, in the order of the pack.
-- $inspection: one inspection_id.
select role, name from recipients where inspection_id = $inspection order by position

-- One row an edition: in how many inspections a measure was asked, and when the newest of them ended.
-- $editions, $questions: side by side, each question of the measure in each edition.
with
listed as (
    select unnest($editions) as edition, unnest($questions) as question_id
),
measures as (
    select edition, bit_or(bit) as questions
    from listed join question_numbers using (question_id)
    group by edition
)
select v.edition, count(*) as inspections, max(v.fieldwork_end) as newest
from recorded.visits as v join measures as m using (edition)
where v.answered & m.questions <> 0
group by v.edition
order by v.edition

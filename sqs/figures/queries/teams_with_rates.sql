-- One row a team of which a reoffending rate is known, under its newest name.
select y.yot, y.name
from yots as y
where y.yot in (select yot from reoffending) and y.yot <> 'england-and-wales'
qualify row_number() over (partition by y.yot order by y.valid_from desc nulls last) = 1
order by y.name, y.yot

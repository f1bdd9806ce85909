select id, trim(name) as name, lower(trim(email)) as email, coalesce(upper(country), 'unknown') as country, segment, updated_at
from raw_customers
qualify row_number() over (partition by id order by updated_at desc) = 1

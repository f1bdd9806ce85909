with latest as (
  select *
  from raw_orders
  qualify row_number() over (partition by order_id order by updated_at desc) = 1
)
select o.*, coalesce(c.country, 'unknown') as country, c.segment is not distinct from 'business' as is_business
from latest o
left join customers c on o.customer_id = c.id
where o.status in ('paid', 'shipped') and o.ordered_at::date >= date '2024-01-01' and o.customer_id is not null

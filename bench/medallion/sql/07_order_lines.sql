with products as (
  select *
  from raw_products
  qualify row_number() over (partition by id order by updated_at desc) = 1
), items as (
  select distinct *
  from raw_items
)
select i.*, p.title as product, coalesce(p.category, 'other') as category,
  (i.quantity * i.unit_price * (100 - coalesce(i.discount, 0)) * 0.01)::decimal(12, 2) as amount
from items i
join products p on i.product_id = p.id
where i.order_id in (select order_id from orders)

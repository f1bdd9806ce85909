select o.ordered_at::date as day, o.country, sum(l.amount) as revenue, coalesce(sum(l.amount) filter (o.is_business), 0) as business_revenue,
  count(distinct l.order_id) as orders, count(*) as lines, avg(l.amount) as average_line
from order_lines l
join orders o on l.order_id = o.order_id
group by 1, 2

select o.customer_id, sum(l.amount) as revenue, max(o.ordered_at) as last_order
from order_lines l
join orders o on l.order_id = o.order_id
group by 1

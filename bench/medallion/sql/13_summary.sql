select sum(l.amount) as revenue, count(distinct o.customer_id) as customers, count(*) as lines
from order_lines l
join orders o on l.order_id = o.order_id

select order_id, status, ordered_at
from orders
where not exists (select 1 from order_lines where order_lines.order_id = orders.order_id)

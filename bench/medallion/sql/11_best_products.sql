select product_id, product, sum(amount) as revenue, sum(quantity)::bigint as pieces
from order_lines
group by 1, 2
order by revenue desc, product_id
limit 10

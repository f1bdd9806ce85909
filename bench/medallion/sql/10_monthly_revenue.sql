select date_trunc('month', day)::date as month, country, sum(revenue) as revenue, sum(lines)::bigint as lines
from daily_revenue
group by 1, 2

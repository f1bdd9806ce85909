"""The shop's statements as one PySpark script, written by hand: what the emitted project is measured against."""

import sys

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.appName("shop by hand")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    .getOrCreate()
)
landing, lake = sys.argv[1:3]
for source in ("orders", "items", "customers", "products"):
    spark.read.parquet(f"{landing}/{source}.parquet").createOrReplaceTempView(f"source_{source}")

statements = {
    "raw_orders": "select * from source_orders",
    "raw_items": "select * from source_items",
    "raw_customers": "select * from source_customers",
    "raw_products": "select * from source_products",
    "customers": """
        select id, trim(name) as name, lower(trim(email)) as email, coalesce(upper(country), 'unknown') as country,
          segment, updated_at
        from (
          select *, row_number() over (partition by id order by updated_at desc) as place
          from raw_customers
        )
        where place = 1
    """,
    "orders": """
        with latest as (
          select *, row_number() over (partition by order_id order by updated_at desc) as place
          from raw_orders
        )
        select o.order_id, o.customer_id, o.status, o.ordered_at, o.updated_at,
          coalesce(c.country, 'unknown') as country, c.segment <=> 'business' as is_business
        from latest o
        left join customers c on o.customer_id = c.id
        where o.place = 1 and o.status in ('paid', 'shipped') and date(o.ordered_at) >= date'2024-01-01'
          and o.customer_id is not null
    """,
    "order_lines": """
        with products as (
          select *
          from (
            select *, row_number() over (partition by id order by updated_at desc) as place
            from raw_products
          )
          where place = 1
        ), items as (
          select distinct *
          from raw_items
        )
        select i.*, p.title as product, coalesce(p.category, 'other') as category,
          cast(i.quantity * i.unit_price * (100 - coalesce(i.discount, 0)) * 0.01 as decimal(12, 2)) as amount
        from items i
        join products p on i.product_id = p.id
        where i.order_id in (select order_id from orders)
    """,
    "orders_without_lines": """
        select order_id, status, ordered_at
        from orders
        where not exists (select 1 from order_lines where order_lines.order_id = orders.order_id)
    """,
    "daily_revenue": """
        select date(o.ordered_at) as day, o.country, sum(l.amount) as revenue,
          coalesce(sum(l.amount) filter (where o.is_business), 0) as business_revenue,
          count(distinct l.order_id) as orders, count(*) as lines, double(sum(l.amount)) / count(*) as average_line
        from order_lines l
        join orders o on l.order_id = o.order_id
        group by 1, 2
    """,
    "monthly_revenue": """
        select date(date_trunc('month', day)) as month, country, sum(revenue) as revenue, sum(lines) as lines
        from daily_revenue
        group by 1, 2
    """,
    "best_products": """
        select product_id, product, sum(amount) as revenue, sum(quantity) as pieces
        from order_lines
        group by 1, 2
        order by revenue desc, product_id
        limit 10
    """,
    "customer_value": """
        select o.customer_id, sum(l.amount) as revenue, max(o.ordered_at) as last_order
        from order_lines l
        join orders o on l.order_id = o.order_id
        group by 1
    """,
    "summary": """
        select sum(l.amount) as revenue, count(distinct o.customer_id) as customers, count(*) as lines
        from order_lines l
        join orders o on l.order_id = o.order_id
    """,
}
for name, statement in statements.items():
    spark.sql(statement).write.mode("overwrite").parquet(f"{lake}/{name}")
    spark.read.parquet(f"{lake}/{name}").createOrReplaceTempView(name)
spark.stop()

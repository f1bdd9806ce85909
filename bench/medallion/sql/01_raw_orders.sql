select * from source_orders

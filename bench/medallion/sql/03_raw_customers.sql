select * from source_customers

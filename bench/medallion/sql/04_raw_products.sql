select * from source_products

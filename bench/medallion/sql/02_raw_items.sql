select * from source_items

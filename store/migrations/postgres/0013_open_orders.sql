-- Orders under way of a customer, for pages that list them and for merges that wait for them; the words are those of the query
-- (store/src/sql/orders.rs), so that the index is used. R-ORD-3, R-CUS-1
CREATE INDEX open_orders_by_customer ON orders (customer_id, placed_at, id)
    WHERE state NOT IN ('cancelled', 'completed', 'rejected');

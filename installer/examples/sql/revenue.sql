-- Revenue of a generated year, by month and channel.
CREATE OR REPLACE TEMPORARY VIEW orders AS
SELECT id AS order_id,
       date_add(DATE'2026-01-01', CAST(abs(hash(id, 3)) % 365 AS INT)) AS ordered_on,
       element_at(array('web', 'shop', 'partner'), CAST(abs(hash(id, 5)) % 3 AS INT) + 1) AS channel,
       CAST(abs(hash(id, 7)) % 50000 + 99 AS DECIMAL(12, 2)) / 100 AS amount
FROM range(1000000);

SELECT channel, count(*) AS orders, sum(amount) AS revenue
FROM orders
GROUP BY channel
ORDER BY revenue DESC;

SELECT month(ordered_on) AS month, sum(amount) AS revenue, max(amount) AS largest
FROM orders
GROUP BY month(ordered_on)
ORDER BY month;

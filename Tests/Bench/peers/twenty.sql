-- The twenty campaigns of projects/twenty for DuckDB, in one session that reads each export once.
-- Stands between views of the exports with some macros, and a COPY of `messages`: see twenty_duckdb.py.
--
-- It uses what its author knows and Herald's rules do not say: whether a customer ordered after an instant is told by
-- their last order, and only parcels of 18 days, or not delivered, can matter. Times are compared with constants, and
-- customers are kept only where something is due.

CREATE TEMP TABLE campaign(campaign, purpose, priority, cap, via, spares_waiting, from_hour, to_hour) AS FROM (VALUES
  ('order-confirmed',    'service',   5, NULL, 'email',              false, 0, 24),
  ('payment-failed',     'service',   8, NULL, 'preferred',          false, 0, 24),
  ('shipped',            'service',   5, NULL, 'preferred',          false, 0, 24),
  ('out-for-delivery',   'service',   7, NULL, 'preferred sms',      false, 0, 24),
  ('delayed-shipment',   'service',   5, 1,    'preferred whatsapp sms', true, 0, 24),
  ('delivery-exception', 'service',   8, NULL, 'preferred',          true,  0, 24),
  ('delivered',          'service',   5, NULL, 'preferred',          false, 0, 24),
  ('return-received',    'service',   5, NULL, 'email',              false, 0, 24),
  ('high-value-late',    'service',   9, NULL, 'agent',              false, 0, 24),
  ('abandoned-cart',     'marketing', 6, 3,    'email',              true,  9, 20),
  ('cart-concierge',     'marketing', 8, NULL, 'preferred',          false, 9, 18),
  ('post-sale-survey',   'marketing', 5, 1,    'preferred whatsapp', true,  10, 14),
  ('cross-sell',         'marketing', 4, NULL, 'email',              true,  9, 20),
  ('win-back',           'marketing', 3, NULL, 'email',              true,  9, 20),
  ('high-value-reward',  'marketing', 7, NULL, 'email',              true,  8, 20),
  ('loyalty-expiring',   'marketing', 5, NULL, 'preferred',          false, 0, 24),
  ('welcome',            'marketing', 5, NULL, 'preferred',          false, 0, 24),
  ('second-order',       'marketing', 5, NULL, 'email',              true,  0, 24),
  ('ticket-follow-up',   'service',   5, 1,    'preferred',          true,  0, 24),
  ('late-apology',       'marketing', 6, 1,    'preferred',          true,  0, 24));

CREATE TEMP TABLE o AS
  SELECT order_id, customer_id, placed_at, status, total, status NOT IN ('cancelled', 'refunded') AS valid FROM orders;

CREATE TEMP TABLE buyer AS
  SELECT customer_id, count(*) AS orders, count(*) FILTER (valid) AS valid_orders, max(placed_at) AS last_order_at,
    count(*) FILTER (valid AND placed_at > since('365d')) AS orders_365d,
    coalesce(sum(total) FILTER (valid AND placed_at > since('365d')), 0) AS spent_365d
  FROM o WHERE customer_id IS NOT NULL GROUP BY customer_id;

CREATE TEMP TABLE parcel AS
  SELECT shipment_id, order_id, carrier, status, CAST(status_at AS TIMESTAMPTZ) AS status_at,
    CAST(promised_at AS TIMESTAMPTZ) AS promised_at, delivered_at
  FROM shipments WHERE delivered_at IS NULL OR delivered_at > since('18d');

CREATE TEMP TABLE cart AS
  SELECT * FROM (SELECT cart_id, customer_id, CAST(updated_at AS TIMESTAMPTZ) AS updated_at, total, items, checkout_url
    FROM carts WHERE status = 'open' AND total >= 25)
  WHERE updated_at > since('96h') AND updated_at <= since('1h');

CREATE TEMP TABLE ticket AS
  SELECT * FROM tickets WHERE closed_at IS NULL OR closed_at > since('3d') AND closed_at <= since('1d');
CREATE TEMP TABLE waiting AS
  SELECT DISTINCT customer_id FROM ticket WHERE closed_at IS NULL;
CREATE TEMP TABLE refund AS FROM refunds;
CREATE TEMP TABLE payment AS FROM payments;

-- The orders whose last parcel came within the time that a campaign looks at.
CREATE TEMP TABLE arrived AS
  SELECT o.*, a.arrived_at
  FROM (SELECT order_id, max(delivered_at) AS arrived_at FROM parcel
    GROUP BY order_id HAVING count(*) = count(delivered_at) AND max(delivered_at) <= since('5d')) a
  JOIN o USING (order_id)
  WHERE o.valid AND order_id NOT IN (SELECT order_id FROM refund);

CREATE TEMP TABLE hit AS
WITH p AS (SELECT p.*, o.customer_id, o.status AS order_status, o.valid FROM parcel p JOIN o USING (order_id))
  SELECT 'order-confirmed' AS campaign, '0h' AS step, order_id AS subject, NULL::VARCHAR AS one_per, customer_id,
    placed_at AS due, order_id, total AS amount
  FROM o WHERE placed_at > since('6h') AND placed_at <= since('0h') AND status IN ('paid', 'fulfilled')
UNION ALL BY NAME
  SELECT 'payment-failed' AS campaign, CASE WHEN f.created_at > since('24h') THEN '30m' ELSE 'reminder' END AS step,
    payment_id AS subject, order_id AS one_per, customer_id,
    f.created_at + CASE WHEN f.created_at > since('24h') THEN INTERVAL 30 MINUTE ELSE INTERVAL 24 HOUR END AS due,
    order_id, f.reason AS words
  FROM payment f JOIN o USING (order_id)
  WHERE f.status = 'failed' AND f.created_at > since('72h') AND f.created_at <= since('30m') AND o.valid
    AND NOT EXISTS (
      FROM payment c WHERE c.order_id = f.order_id AND c.status = 'captured' AND c.created_at > f.created_at)
UNION ALL BY NAME
  SELECT 'shipped' AS campaign, '0h' AS step, shipment_id AS subject, order_id AS one_per, customer_id,
    status_at AS due, order_id, carrier AS words, promised_at AS stamp
  FROM p WHERE status = 'in_transit' AND status_at > since('2d') AND status_at <= since('0h') AND valid
UNION ALL BY NAME
  SELECT 'out-for-delivery' AS campaign, '0h' AS step, shipment_id AS subject, order_id AS one_per, customer_id,
    status_at AS due, order_id, carrier AS words
  FROM p WHERE status = 'out_for_delivery' AND status_at > since('12h') AND status_at <= since('0h')
UNION ALL BY NAME
  SELECT 'delayed-shipment' AS campaign, '1d' AS step, shipment_id AS subject,
    order_id || ' ' || promised_at AS one_per, customer_id, promised_at + INTERVAL 24 HOUR AS due, order_id,
    carrier AS words, promised_at AS stamp
  FROM p WHERE delivered_at IS NULL AND status NOT IN ('delivered', 'returned', 'exception')
    AND promised_at > since('10d') AND promised_at <= since('1d') AND order_status <> 'cancelled'
UNION ALL BY NAME
  SELECT 'delivery-exception' AS campaign, '2h' AS step, shipment_id AS subject, order_id AS one_per, customer_id,
    status_at + INTERVAL 2 HOUR AS due, order_id, carrier AS words
  FROM p WHERE status = 'exception' AND status_at > since('7d') AND status_at <= since('2h')
UNION ALL BY NAME
  SELECT 'delivered' AS campaign, '0h' AS step, shipment_id AS subject, order_id AS one_per, customer_id,
    delivered_at AS due, order_id
  FROM p WHERE status = 'delivered' AND delivered_at > since('1d') AND delivered_at <= since('0h')
    AND NOT EXISTS (FROM parcel s WHERE s.order_id = p.order_id AND s.delivered_at IS NULL)
UNION ALL BY NAME
  SELECT 'return-received' AS campaign, '1h' AS step, refund_id AS subject, NULL AS one_per, customer_id,
    received_at + INTERVAL 1 HOUR AS due, order_id, r.amount
  FROM refund r JOIN o USING (order_id) WHERE received_at > since('3d') AND received_at <= since('1h')
UNION ALL BY NAME
  SELECT 'high-value-late' AS campaign, '36h' AS step, shipment_id AS subject, order_id AS one_per, customer_id,
    promised_at + INTERVAL 36 HOUR AS due, order_id, carrier || ': ' || status AS words, orders_365d AS number
  FROM p JOIN buyer USING (customer_id)
  WHERE delivered_at IS NULL AND status NOT IN ('delivered', 'returned') AND promised_at > since('7d')
    AND promised_at <= since('36h') AND spent_365d >= 400 AND order_status <> 'cancelled'
UNION ALL BY NAME
  SELECT 'abandoned-cart' AS campaign,
    CASE WHEN updated_at > since('24h') THEN '1h' WHEN updated_at > since('72h') THEN 'a day later'
      ELSE 'last word' END AS step,
    cart_id AS subject, NULL AS one_per, customer_id,
    updated_at + CASE WHEN updated_at > since('24h') THEN INTERVAL 1 HOUR
      WHEN updated_at > since('72h') THEN INTERVAL 24 HOUR ELSE INTERVAL 72 HOUR END AS due,
    total AS amount, items AS words, checkout_url AS url
  FROM cart LEFT JOIN buyer USING (customer_id)
  WHERE (updated_at > since('72h') OR total >= 60) AND NOT coalesce(last_order_at > updated_at, false)
UNION ALL BY NAME
  SELECT 'cart-concierge' AS campaign, '2h' AS step, cart_id AS subject, NULL AS one_per, customer_id,
    updated_at + INTERVAL 2 HOUR AS due
  FROM cart JOIN buyer USING (customer_id)
  WHERE updated_at > since('30h') AND updated_at <= since('2h') AND total >= 150 AND orders_365d >= 2
    AND last_order_at <= updated_at
UNION ALL BY NAME
  SELECT 'post-sale-survey' AS campaign, '5d' AS step, order_id AS subject, NULL AS one_per, customer_id,
    arrived_at + INTERVAL 120 HOUR AS due, order_id
  FROM arrived WHERE arrived_at > since('12d')
UNION ALL BY NAME
  SELECT 'cross-sell' AS campaign, '14d' AS step, order_id AS subject, NULL AS one_per, customer_id,
    arrived_at + INTERVAL 336 HOUR AS due, order_id
  FROM arrived JOIN buyer USING (customer_id)
  WHERE arrived_at <= since('14d') AND total >= 40 AND last_order_at <= arrived_at
UNION ALL BY NAME
  SELECT 'win-back' AS campaign, '90d' AS step, customer_id AS subject, NULL AS one_per, customer_id,
    last_order_at + INTERVAL 2160 HOUR AS due
  FROM buyer WHERE last_order_at > since('97d') AND last_order_at <= since('90d') AND orders_365d >= 3
UNION ALL BY NAME
  SELECT 'high-value-reward' AS campaign, '2d' AS step, customer_id AS subject, NULL AS one_per, customer_id,
    last_order_at + INTERVAL 48 HOUR AS due, orders_365d AS number
  FROM buyer WHERE last_order_at > since('4d') AND last_order_at <= since('2d') AND spent_365d >= 400
UNION ALL BY NAME
  SELECT 'loyalty-expiring' AS campaign, CASE WHEN expires_at > since('-25d') THEN '0h' ELSE 'last week' END AS step,
    customer_id AS subject, NULL AS one_per, customer_id,
    expires_at - CASE WHEN expires_at > since('-25d') THEN INTERVAL 720 HOUR ELSE INTERVAL 168 HOUR END AS due,
    points AS number, expires_at AS stamp
  FROM loyalty LEFT JOIN buyer USING (customer_id)
  WHERE worth >= 2 AND (expires_at > since('-25d') AND expires_at <= since('-30d')
    OR expires_at > since('-1d') AND expires_at <= since('-7d')
      AND NOT coalesce(last_order_at > expires_at - INTERVAL 720 HOUR, false))
UNION ALL BY NAME
  SELECT 'second-order' AS campaign, '20d' AS step, order_id AS subject, NULL AS one_per, customer_id,
    placed_at + INTERVAL 480 HOUR AS due, order_id
  FROM o JOIN buyer USING (customer_id)
  WHERE placed_at > since('23d') AND placed_at <= since('20d') AND valid AND orders = 1
UNION ALL BY NAME
  SELECT 'ticket-follow-up' AS campaign, '1d' AS step, ticket_id AS subject, NULL AS one_per, customer_id,
    closed_at + INTERVAL 24 HOUR AS due, opened_at AS stamp
  FROM ticket WHERE closed_at IS NOT NULL
UNION ALL BY NAME
  SELECT 'late-apology' AS campaign, '12h' AS step, shipment_id AS subject, order_id AS one_per, customer_id,
    delivered_at + INTERVAL 12 HOUR AS due, order_id, CASE WHEN orders_365d >= 4 THEN 'again ' ELSE '' END AS words
  FROM p JOIN buyer USING (customer_id)
  WHERE delivered_at > since('3d') AND delivered_at <= since('12h') AND delivered_at > promised_at + INTERVAL 24 HOUR
    AND valid_orders >= 2 AND order_id NOT IN (SELECT order_id FROM refund);

CREATE TEMP TABLE recipient AS
  SELECT k.* EXCLUDE (locale), k.email IN (FROM bounced) AS is_bounced,
    k.email IN (FROM unsubscribed) AS is_unsubscribed,
    hour(timezone(k.timezone, since('0h'))) AS local_hour
  FROM customers k
  WHERE created_at > since('8d') OR customer_id IN (SELECT customer_id FROM hit);

INSERT INTO hit BY NAME
  SELECT 'welcome' AS campaign, CASE WHEN created_at > since('4d') THEN '1d' ELSE 'how it works' END AS step,
    customer_id AS subject, customer_id,
    created_at + CASE WHEN created_at > since('4d') THEN INTERVAL 24 HOUR ELSE INTERVAL 96 HOUR END AS due
  FROM recipient LEFT JOIN buyer USING (customer_id)
  WHERE created_at > since('8d') AND created_at <= since('1d') AND NOT coalesce(last_order_at > created_at, false);

CREATE TEMP TABLE chosen AS
WITH reachable AS (
  SELECT hit.*, c.* EXCLUDE (campaign), r.* EXCLUDE (customer_id),
    NOT is_bounced AND (purpose = 'service' OR marketing_consent AND NOT is_unsubscribed) AS by_email,
    purpose = 'service' OR marketing_consent AS by_sms,
    CASE purpose WHEN 'marketing' THEN marketing_consent ELSE coalesce(preferred_channel = 'whatsapp', false) END
      AS by_whatsapp
  FROM hit JOIN campaign c USING (campaign) JOIN recipient r USING (customer_id)
  WHERE NOT (spares_waiting AND customer_id IN (FROM waiting))
), addressed AS (
  SELECT *, CASE
      WHEN via = 'agent' THEN 'agent'
      WHEN via LIKE 'preferred%' AND preferred_channel = 'email' AND by_email THEN 'email'
      WHEN via LIKE 'preferred%' AND preferred_channel = 'sms' AND by_sms THEN 'sms'
      WHEN via LIKE 'preferred%' AND preferred_channel = 'whatsapp' AND by_whatsapp THEN 'whatsapp'
      WHEN via LIKE '%whatsapp%' AND by_whatsapp THEN 'whatsapp'
      WHEN via LIKE '%sms%' AND by_sms THEN 'sms'
      WHEN by_email THEN 'email' END AS channel
  FROM reachable
), awake AS (
  SELECT * FROM addressed
  WHERE channel IS NOT NULL AND local_hour >= from_hour AND local_hour < to_hour
    AND (channel IN ('email', 'agent') OR local_hour >= 8 AND local_hour < 21)
), single AS (
  FROM awake WHERE one_per IS NULL
  UNION ALL
  FROM awake WHERE one_per IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY campaign, one_per ORDER BY due, subject) = 1
), treated AS (
  SELECT *, campaign = 'win-back' AND gets_letter(customer_id) AS is_letter
  FROM single
  WHERE campaign NOT IN ('cross-sell', 'win-back') OR NOT is_held_out(campaign, customer_id)
), capped AS (
  FROM treated WHERE cap IS NULL
  UNION ALL
  FROM treated WHERE cap IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY campaign, customer_id ORDER BY due, subject) <= cap
)
FROM capped WHERE purpose = 'service'
UNION ALL
FROM capped WHERE purpose = 'marketing'
QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY priority DESC, due, campaign, subject) <= 2;

CREATE TEMP VIEW messages AS
WITH linked AS (
  SELECT *, 'https://shop.example/orders/' || order_id AS order_page,
    'https://shop.example/me?c=' || customer_id AS account,
    'https://shop.example/unsubscribe?c=' || customer_id AS unsubscribe,
    timezone(timezone, stamp) AS local_stamp
  FROM chosen
)
SELECT campaign, step, subject AS subject_id, channel, customer_id, strftime(due, '%Y-%m-%dT%H:%M:%SZ') AS due,
  CASE channel WHEN 'email' THEN email WHEN 'agent' THEN 'care@shop.example' ELSE phone END AS "to",
  CASE campaign
    WHEN 'order-confirmed' THEN 'Thank you, ' || name || '. Order ' || order_id || ' over ' || money(amount)
        || ' is with us: ' || order_page
    WHEN 'payment-failed' THEN CASE step
      WHEN '30m' THEN 'Bench: order ' || order_id || ' is not paid yet (' || replace(words, '_', ' ') || '). '
        || order_page
      ELSE 'Bench: order ' || order_id || ' still waits. Without a payment it ends soon: ' || order_page END
    WHEN 'shipped' THEN 'Bench: ' || words || ' has your order ' || order_id
      || coalesce(', due ' || strftime(local_stamp, '%Y-%m-%d'), '') || '. ' || order_page
    WHEN 'out-for-delivery' THEN CASE channel WHEN 'sms' THEN 'Bench: ' ELSE name || ', ' END
      || words || ' brings order ' || order_id || ' today.'
    WHEN 'delayed-shipment' THEN 'Hi ' || name || ', ' || words || ' was to bring order ' || order_id || ' by '
      || strftime(local_stamp, '%d.%m.%Y') || '. We are asking. ' || order_page
    WHEN 'delivery-exception' THEN 'Bench: ' || words || ' could not bring order ' || order_id
      || '. Call them, or let us do it: ' || order_page
    WHEN 'delivered' THEN 'Bench: order ' || order_id || ' has arrived. If something is not right, tell us: '
        || order_page
    WHEN 'return-received' THEN 'Hi ' || name || ', we have your return of order ' || order_id || '. ' || money(amount)
      || ' is on its way back to you.'
    WHEN 'high-value-late' THEN 'Order ' || order_id || ', ' || words || '. ' || number || ' orders in a year.'
    WHEN 'abandoned-cart' THEN CASE step
      WHEN '1h' THEN 'Hello ' || name || E',\nyour cart keeps:' || list_items(words) || E'\n' || url
      WHEN 'a day later' THEN name || ', ' || money(amount) || ' in all: ' || url
      ELSE name || ', carts keep for three days. This is the last we say of it: ' || url END
    WHEN 'cart-concierge' THEN 'Bench: a question before you order? Answer this, ' || name
        || ', and a person writes back.'
    WHEN 'post-sale-survey' THEN 'Hi ' || name || ', how was order ' || order_id
        || '? From 0 to 10: 0 1 2 3 4 5 6 7 8 9 10'
    WHEN 'cross-sell' THEN name || ', others who bought what is in ' || order_id || ' also bought this: ' || account
      || '. To end it: ' || unsubscribe
    WHEN 'win-back' THEN CASE WHEN is_letter
      THEN name || ', your last order came three months ago. Did we do something wrong? ' || account
      ELSE name || ', with your next order we send a gift: ' || account END
    WHEN 'high-value-reward' THEN name || ', your ' || number || ' orders of the past year mean much to us: ' || account
    WHEN 'loyalty-expiring' THEN CASE step
      WHEN '0h' THEN 'Bench: your ' || number || ' points are good until ' || strftime(local_stamp, '%Y-%m-%d')
        || ': ' || account
      ELSE 'Bench: ' || number || ' points expire on ' || strftime(local_stamp, '%Y-%m-%d') || ': ' || account END
    WHEN 'welcome' THEN CASE step
      WHEN '1d' THEN 'Welcome to Bench, ' || name || '. Here is where you find us: ' || account
      ELSE name || ', three things that make Bench easier: ' || account END
    WHEN 'second-order' THEN name || ', three weeks ago you ordered ' || order_id
        || '. With the next one, delivery is free: ' || account
    WHEN 'ticket-follow-up' THEN 'Hi ' || name || ', did we settle what you asked us on '
        || strftime(local_stamp, '%d.%m.%Y')
      || '? If not: ' || account
    WHEN 'late-apology' THEN name || ', order ' || order_id || ' was ' || words
        || 'late. Your next delivery is on us: ' || account
  END AS text,
  CASE
    WHEN campaign = 'abandoned-cart' AND step = '1h' THEN '<p>Hello ' || escaped(name) || E',</p>\n<ul>'
        || html_items(words)
      || E'</ul>\n<p><a href="' || escaped(url) || '">Your cart</a></p>'
    WHEN campaign = 'cross-sell' THEN '<p>' || escaped(name) || ', others also bought <a href="' || escaped(account)
      || '">this</a>. <a href="' || escaped(unsubscribe) || '">End it</a></p>' END AS html
FROM linked;

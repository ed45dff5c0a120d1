import PGCore
import PGTestKit

extension DatabaseTemplate {
    /// A shop with its staff, customers, devices and rooms: sixteen tables, about 35,000 rows.
    ///
    /// Every run makes the same rows: `pick(i, salt, n)` is a number below `n` that looks random.
    static let market = DatabaseTemplate(
        "query-builder-market",
        marketTables + marketShop + marketPeople + marketEvents + marketIndexes)
}

private let marketTables: [SQLStatement] = [
    "CREATE EXTENSION pg_trgm",
    """
    CREATE FUNCTION pick(i bigint, salt bigint, n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    AS $$ SELECT ((i * 48271 + salt * 69621) % 2147483647) * 16807 % 2147483647 % n $$
    """,
    "CREATE TABLE categories (id bigint PRIMARY KEY, parent_id bigint, name text NOT NULL)",
    """
    CREATE TABLE products (
        id bigint PRIMARY KEY, category_id bigint NOT NULL, name text NOT NULL,
        description text NOT NULL, price numeric(10, 2) NOT NULL, tags text[] NOT NULL,
        attributes jsonb NOT NULL)
    """,
    """
    CREATE TABLE customers (
        id bigint PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, city text NOT NULL,
        country text NOT NULL, joined date NOT NULL, referred_by bigint)
    """,
    """
    CREATE TABLE orders (
        id bigint PRIMARY KEY, customer_id bigint NOT NULL, placed_at timestamptz NOT NULL,
        status text NOT NULL, total numeric(12, 2) NOT NULL)
    """,
    "CREATE TABLE archived_orders (LIKE orders)",
    """
    CREATE TABLE order_items (
        order_id bigint NOT NULL, line bigint NOT NULL, product_id bigint NOT NULL,
        quantity bigint NOT NULL, price numeric(10, 2) NOT NULL, PRIMARY KEY (order_id, line))
    """,
    """
    CREATE TABLE employees (
        id bigint PRIMARY KEY, manager_id bigint, name text NOT NULL, department text NOT NULL,
        salary bigint NOT NULL, hired date NOT NULL)
    """,
    """
    CREATE TABLE follows (
        follower_id bigint NOT NULL, followee_id bigint NOT NULL,
        PRIMARY KEY (follower_id, followee_id))
    """,
    """
    CREATE TABLE parts (
        parent_id bigint NOT NULL, child_id bigint NOT NULL, quantity bigint NOT NULL,
        PRIMARY KEY (parent_id, child_id))
    """,
    """
    CREATE TABLE contacts (
        id bigint PRIMARY KEY, email text NOT NULL, name text NOT NULL, seen date NOT NULL)
    """,
    """
    CREATE TABLE bookings (
        id bigint PRIMARY KEY, room bigint NOT NULL, guest text NOT NULL, period tsrange NOT NULL)
    """,
    "CREATE TABLE visits (customer_id bigint NOT NULL, at timestamptz NOT NULL, page text NOT NULL)",
    """
    CREATE TABLE readings (
        device bigint NOT NULL, taken_at timestamptz NOT NULL, value double precision,
        PRIMARY KEY (device, taken_at))
    """,
    """
    CREATE TABLE jobs (
        id bigint PRIMARY KEY, queue text NOT NULL, state text NOT NULL, priority bigint NOT NULL,
        run_at timestamptz NOT NULL, attempts bigint NOT NULL, worker text)
    """,
    """
    CREATE TABLE stock (
        warehouse text NOT NULL, product_id bigint NOT NULL, quantity bigint NOT NULL,
        PRIMARY KEY (warehouse, product_id))
    """,
    """
    CREATE TABLE audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL,
        subject_id bigint NOT NULL, details jsonb NOT NULL)
    """,
]

private let marketShop: [SQLStatement] = [
    """
    INSERT INTO categories
    SELECT i, CASE WHEN i > 4 THEN (i - 1) / 4 END, 'Category ' || i FROM generate_series(1, 40) i
    """,
    """
    INSERT INTO products
    SELECT i, 1 + pick(i, 1, 40), adjective || ' ' || noun,
        format('A %s %s made of %s for the %s.', lower(adjective), noun, material, place),
        (pick(i, 2, 20000) + 500) / 100.0,
        ARRAY[material, place] || CASE WHEN pick(i, 3, 4) = 0 THEN ARRAY['sale'] ELSE '{}' END,
        jsonb_build_object('material', material, 'weight', 1 + pick(i, 4, 40),
            'size', jsonb_build_object('width', 10 + pick(i, 5, 90), 'height', 10 + pick(i, 6, 90)))
    FROM generate_series(1, 500) i CROSS JOIN LATERAL (SELECT
        (ARRAY['Red', 'Blue', 'Green', 'Small', 'Large', 'Quiet', 'Heavy'])[1 + pick(i, 7, 7)]
            AS adjective,
        (ARRAY['lamp', 'chair', 'table', 'bicycle', 'kettle', 'camera', 'radio', 'clock', 'piano',
            'shelf'])[1 + pick(i, 8, 10)] AS noun,
        (ARRAY['wood', 'steel', 'glass', 'wool', 'paper'])[1 + pick(i, 9, 5)] AS material,
        (ARRAY['garden', 'office', 'kitchen', 'cellar'])[1 + pick(i, 10, 4)] AS place) words
    """,
    """
    INSERT INTO customers
    SELECT i, 'Customer ' || i, 'customer' || i || '@example.org', 'City ' || city,
        (ARRAY['Norway', 'Peru', 'Japan', 'Kenya', 'Chile'])[1 + city % 5],
        date '2022-01-01' + pick(i, 12, 1000)::int,
        CASE WHEN i > 10 AND pick(i, 13, 3) = 0 THEN 1 + pick(i, 14, i - 1) END
    FROM generate_series(1, 2000) i CROSS JOIN LATERAL (SELECT 1 + pick(i, 11, 15) AS city) place
    """,
    """
    INSERT INTO order_items
    SELECT o, line, p.id, 1 + pick(o * 3 + line, 16, 5), p.price
    FROM generate_series(1, 6000) o
    CROSS JOIN LATERAL generate_series(1, 1 + pick(o, 17, 4)) line
    JOIN products p ON p.id = 1 + pick(o * 7 + line, 15, 500)
    """,
    """
    INSERT INTO orders
    SELECT o, 1 + pick(o, 18, 1900), placed_at,
        (ARRAY['delivered', 'delivered', 'delivered', 'shipped', 'pending', 'cancelled'])
            [1 + pick(o, 20, 6)],
        (SELECT sum(i.price * i.quantity) FROM order_items i WHERE i.order_id = o)
    FROM generate_series(1, 6000) o CROSS JOIN LATERAL (
        SELECT timestamptz '2023-01-01 00:00:00+00'
            + pick(o, 19, 3 * 365 * 24 * 60) * interval '1 minute' AS placed_at) times
    WHERE date_trunc('month', placed_at, 'UTC') <> '2024-02-01 00:00:00+00'
    """,
    "DELETE FROM order_items i WHERE NOT EXISTS (SELECT FROM orders o WHERE o.id = i.order_id)",
    """
    INSERT INTO stock
    SELECT 'north', i, pick(i, 21, 50) FROM generate_series(1, 350) i
    UNION ALL SELECT 'south', i, pick(i, 22, 50) FROM generate_series(200, 500) i
    """,
]

private let marketPeople: [SQLStatement] = [
    """
    INSERT INTO employees
    SELECT i, CASE WHEN i > 1 THEN (i + 2) / 4 END, 'Employee ' || i,
        (ARRAY['Sales', 'Support', 'Engineering', 'Finance'])[1 + pick(i, 30, 4)],
        2500 + 100 * pick(i, 31, 60), date '2015-01-01' + pick(i, 32, 3000)::int
    FROM generate_series(1, 400) i
    """,
    """
    INSERT INTO follows
    SELECT DISTINCT a, b FROM generate_series(1, 4000) i
    CROSS JOIN LATERAL (SELECT 1 + pick(i, 33, 400) AS a, 1 + pick(i * 3, 34, 400) AS b) pair
    WHERE a <> b
    """,
    """
    INSERT INTO parts
    SELECT (i + 2) / 3, i + 1, 1 + pick(i, 35, 4) FROM generate_series(1, 120) i
    UNION ALL SELECT i, 60 + i * 2, 1 + pick(i, 36, 3) FROM generate_series(2, 15) i
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO contacts
    SELECT i, 'contact' || pick(i, 37, 450) || '@example.org', 'Contact ' || i,
        date '2025-01-01' + pick(i, 38, 300)::int
    FROM generate_series(1, 600) i
    """,
    """
    INSERT INTO bookings
    SELECT i, 1 + pick(i, 39, 12), 'Guest ' || i,
        tsrange(start, start + (1 + pick(i, 41, 6)) * interval '1 hour')
    FROM generate_series(1, 300) i CROSS JOIN LATERAL (
        SELECT timestamp '2026-03-01 08:00' + pick(i, 40, 30 * 24) * interval '1 hour' AS start) t
    """,
]

private let marketEvents: [SQLStatement] = [
    """
    INSERT INTO visits
    SELECT 1 + pick(i / 4, 50, 200), timestamptz '2025-01-01 00:00:00+00'
            + (pick(i / 4, 51, 40 * 24 * 60) + i % 4 * pick(i, 52, 25)) * interval '1 minute',
        '/page/' || pick(i, 53, 30)
    FROM generate_series(1, 5000) i
    """,
    """
    INSERT INTO readings
    SELECT 1 + i % 10, timestamptz '2025-06-01 00:00:00+00' + i / 10 * interval '7 minutes',
        CASE WHEN pick(i, 54, 6) > 0 THEN pick(i, 55, 1000) / 8.0 END
    FROM generate_series(0, 3999) i WHERE pick(i / 10, 56, 9) > 0
    """,
    """
    INSERT INTO jobs
    SELECT i, (ARRAY['mail', 'image', 'report'])[1 + pick(i, 57, 3)],
        (ARRAY['ready', 'ready', 'running', 'done'])[1 + pick(i, 58, 4)], pick(i, 59, 5),
        timestamptz '2026-01-01 00:00:00+00' + pick(i, 60, 10000) * interval '1 minute', 0, NULL
    FROM generate_series(1, 400) i
    """,
]

private let marketIndexes: [SQLStatement] = [
    "CREATE INDEX ON orders (customer_id)",
    "CREATE INDEX ON order_items (product_id)",
    "CREATE INDEX ON follows (followee_id)",
    "CREATE INDEX ON visits (customer_id, at)",
    "ANALYZE",
]

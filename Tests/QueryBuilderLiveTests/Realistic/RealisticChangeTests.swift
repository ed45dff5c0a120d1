import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite(
    "Changes agree with SQL written by hand", .liveDatabase(.market), .serialized,
    .timeLimit(.minutes(1)))
struct RealisticChangeTests {
    private let stock: SQLStatement = "SELECT s::text FROM stock s ORDER BY 1"
    private let orders: SQLStatement = "SELECT o::text FROM orders o ORDER BY 1"
    private let archive: SQLStatement = "SELECT o::text FROM archived_orders o ORDER BY 1"
    private let jobs: SQLStatement = "SELECT j::text FROM jobs j ORDER BY 1"

    @Test func `a delivery is added to what is there: an upsert`() async throws {
        let upsert = Stock.insert(columns: \.warehouse, \.productID, \.quantity)
            .values([("north", 1, 5), ("north", 349, 7), ("north", 480, 9)])
            .onConflict(\.warehouse, \.productID)
            .doUpdate { update, excluded in
                update.set(\.quantity) { $0.quantity + excluded.quantity }
            }

        try await expectSameChange(
            upsert,
            """
            INSERT INTO "stock" ("warehouse", "product_id", "quantity")
            VALUES ($1, $2, $3), ($4, $5, $6), ($7, $8, $9)
            ON CONFLICT ("warehouse", "product_id") DO UPDATE SET "quantity" = "stock"."quantity" \
            + "excluded"."quantity"
            """, ["north", 1, 5, "north", 349, 7, "north", 480, 9],
            as: """
                WITH delivery (product_id, quantity) AS (VALUES (1, 5), (349, 7), (480, 9)),
                updated AS (
                    UPDATE stock s SET quantity = s.quantity + d.quantity FROM delivery d
                    WHERE s.warehouse = 'north' AND s.product_id = d.product_id
                    RETURNING s.product_id),
                inserted AS (
                    INSERT INTO stock SELECT 'north', product_id, quantity FROM delivery
                    WHERE product_id NOT IN (TABLE updated) RETURNING product_id)
                SELECT product_id FROM updated UNION ALL SELECT product_id FROM inserted
                """, leaving: [stock])
    }

    @Test func `of equal addresses only the one seen last is kept`() async throws {
        let delete = Contact.delete.as("c").where { c in
            Contact.as("other").where { other in
                other.email == c.email && row(other.seen, other.id).gt(row(c.seen, c.id))
            }.exists
        }

        try await expectSameChange(
            delete,
            """
            DELETE FROM "contacts" AS "c"
            WHERE EXISTS (
                SELECT 1
                FROM "contacts" AS "other"
                WHERE "other"."email" = "c"."email"
                    AND ROW("other"."seen", "other"."id") > ROW("c"."seen", "c"."id")
            )
            """,
            as: """
                DELETE FROM contacts WHERE id IN (
                    SELECT id FROM (SELECT id, row_number() OVER (
                        PARTITION BY email ORDER BY seen DESC, id DESC) AS place FROM contacts) c
                    WHERE place > 1)
                """, leaving: ["SELECT c::text FROM contacts c ORDER BY 1"])
    }

    @Test func `many rows, each to a value of its own`() async throws {
        let update = Product.updateEach(
            \.id, \.price, \.name,
            to: [
                (3, PGNumeric(9.5), "Old lamp"), (77, PGNumeric(12), "New lamp"),
                (999, PGNumeric(1), "-"),
            ])

        try await expectSameChange(
            update,
            """
            UPDATE "products"
            SET "price" = "rows"."price", "name" = "rows"."name"
            FROM unnest($1::bigint[], $2::numeric[], $3::text[]) AS "rows" ("id", "price", "name")
            WHERE "products"."id" = "rows"."id"
            """, [#"{"3","77","999"}"#, #"{"9.5","12","1"}"#, #"{"Old lamp","New lamp","-"}"#],
            as: """
                UPDATE products SET price = CASE id WHEN 3 THEN 9.5 ELSE 12 END,
                    name = CASE id WHEN 3 THEN 'Old lamp' ELSE 'New lamp' END
                WHERE id IN (3, 77)
                """, leaving: ["SELECT p::text FROM products p ORDER BY 1"])
    }

    @Test func `an update to what another table says`() async throws {
        let sold = OrderItem.all.groupBy { $0.productID }
            .select { ($0.productID, $0.quantity.sum()) }.derived("sold")
        let update = Stock.update.from(sold.all) { update, sold in
            update.set(\.quantity) { s in
                let (_, count) = sold.columns
                return s.quantity.greatest(count.coalesce(0).cast(to: Int.self) / 10)
            }
        }
        .where { stock, sold in stock.productID == sold.columns.0 && stock.warehouse == "south" }

        try await expectSameChange(
            update,
            """
            UPDATE "stock"
            SET "quantity" = greatest("stock"."quantity", coalesce("sold"."column2", $1)::bigint / \
            $2)
            FROM (
                SELECT "order_items"."product_id", sum("order_items"."quantity")
                FROM "order_items"
                GROUP BY "order_items"."product_id"
            ) AS "sold" ("column1", "column2")
            WHERE "stock"."product_id" = "sold"."column1"
                AND "stock"."warehouse" = $3
            """, [0, 10, "south"],
            as: """
                UPDATE stock s SET quantity = greatest(quantity, (
                    SELECT sum(quantity) FROM order_items i
                    WHERE i.product_id = s.product_id)::int / 10)
                WHERE warehouse = 'south' AND EXISTS (
                    SELECT FROM order_items i WHERE i.product_id = s.product_id)
                """, leaving: [stock])
    }

    @Test func `a worker takes the next jobs that no other has: a queue`() async throws {
        let next = Job.where { $0.queue == "mail" && $0.state == "ready" }
            .orderBy { ($0.priority.descending, $0.runAt, $0.id) }
            .limit(5)
            .forUpdate(.skipLocked)
            .select { $0.id }
        let claim = Job.update.set(\.state, to: "running").set(\.worker, to: "w1")
            .set(\.attempts) { $0.attempts + 1 }
            .where { $0.id.in(next) }
            .returning { ($0.id, $0.attempts) }
        let written: SQLStatement = """
            WITH next AS MATERIALIZED (
                SELECT id FROM jobs WHERE queue = 'mail' AND state = 'ready'
                ORDER BY priority DESC, run_at ASC, id FETCH FIRST 5 ROWS ONLY
                FOR UPDATE SKIP LOCKED)
            UPDATE jobs j SET (state, worker, attempts) = ROW('running', 'w1', j.attempts + 1)
            FROM next n WHERE n.id = j.id RETURNING j.id, j.attempts
            """

        try await expectSameChange(
            returning: claim,
            """
            UPDATE "jobs"
            SET "state" = $1, "worker" = $2, "attempts" = "jobs"."attempts" + $3
            WHERE "jobs"."id" IN (
                SELECT "jobs"."id"
                FROM "jobs"
                WHERE "jobs"."queue" = $4
                    AND "jobs"."state" = $5
                ORDER BY "jobs"."priority" DESC, "jobs"."run_at", "jobs"."id"
                LIMIT $6
                FOR UPDATE SKIP LOCKED
            )
            RETURNING "jobs"."id", "jobs"."attempts"
            """, ["running", "w1", 1, "mail", "ready", 5],
            as: written, leaving: [jobs])
        // Two workers at once get different jobs, whichever way they ask.
        let pool = try TestDatabase.pool
        let (first, second) = try await pool.withTransaction { one in
            let first = try await claim.fetch(on: one).map(\.0)
            let second = try await pool.withTransaction { other in
                try await other.query(written).decode(Int.self, Int.self).map(\.0)
            }
            return (Set(first), Set(second))
        }
        #expect(first.count == 5 && second.count == 5)
        #expect(first.isDisjoint(with: second))
    }

    @Test func `a table is made like another list: MERGE`() async throws {
        let count = values([("north", 1, 0), ("north", 2, 44), ("north", 499, 6)])
            .derived("count")
        let merge = Stock.merge(using: count) { s, c in
            s.warehouse == c.columns.0 && s.productID == c.columns.1
        }
        .whenMatched { _, c in c.columns.2 == 0 }.delete()
        .whenMatched().update { update, c in update.set(\.quantity, to: c.columns.2) }
        .whenNotMatched().insert { insert, c in
            insert.set(\.warehouse, to: c.columns.0).set(\.productID, to: c.columns.1)
                .set(\.quantity, to: c.columns.2)
        }

        try await expectSameChange(
            merge,
            """
            MERGE INTO "stock" USING (VALUES ($1::text, $2::bigint, $3::bigint), ($4, $5, $6), \
            ($7, $8, $9)) AS "count" ("column1", "column2", "column3") ON "stock"."warehouse" = \
            "count"."column1"
                AND "stock"."product_id" = "count"."column2"
            WHEN MATCHED
                AND "count"."column3" = $10 THEN DELETE
            WHEN MATCHED THEN UPDATE SET "quantity" = "count"."column3"
            WHEN NOT MATCHED THEN INSERT ("warehouse", "product_id", "quantity")
            VALUES ("count"."column1", "count"."column2", "count"."column3")
            """, ["north", 1, 0, "north", 2, 44, "north", 499, 6, 0],
            as: """
                WITH gone AS (
                    DELETE FROM stock WHERE (warehouse, product_id) = ('north', 1) RETURNING 1),
                changed AS (
                    UPDATE stock SET quantity = 44
                    WHERE (warehouse, product_id) = ('north', 2) RETURNING 1),
                added AS (INSERT INTO stock VALUES ('north', 499, 6) RETURNING 1)
                TABLE gone UNION ALL TABLE changed UNION ALL TABLE added
                """, leaving: [stock])
    }

    @Test func `old orders move to the archive in one statement`() async throws {
        let end = try #require(PGTimestampTZ("2024-01-01 00:00:00+00"))
        let moved = Order.delete.where { $0.placedAt < end && $0.status == "delivered" }
            .returning { ($0.id, $0.customerID, $0.placedAt, $0.status, $0.total) }
            .common("moved")
        let archiving =
            ArchivedOrder
            .insert(columns: \.id, \.customerID, \.placedAt, \.status, \.total)
            .select(
                moved.select { m in
                    (m.columns.0, m.columns.1, m.columns.2, m.columns.3, m.columns.4)
                })

        try await expectSameChange(
            archiving,
            """
            WITH "moved" ("column1", "column2", "column3", "column4", "column5") AS (DELETE FROM \
            "orders"
                WHERE "orders"."placed_at" < $1
                    AND "orders"."status" = $2
                RETURNING "orders"."id", "orders"."customer_id", "orders"."placed_at", \
            "orders"."status", "orders"."total"
            ) INSERT INTO "archived_orders" ("id", "customer_id", "placed_at", "status", "total")
            SELECT "moved"."column1", "moved"."column2", "moved"."column3", "moved"."column4", \
            "moved"."column5"
            FROM "moved"
            """, ["2024-01-01 00:00:00+00", "delivered"],
            as: """
                WITH gone AS (
                    DELETE FROM orders WHERE placed_at < '2024-01-01 00:00+00'
                        AND status = 'delivered' RETURNING *)
                INSERT INTO archived_orders TABLE gone
                """, leaving: [orders, archive])
    }

    @Test func `a change writes its own journal`() async throws {
        let raised = Employee.update.set(\.salary) { $0.salary + 250 }
            .where { $0.department == "Support" && $0.salary < 4000 }
            .returning { ($0.id, jsonbBuildObject(["salary": $0.salary, "by": "raise"])) }
            .common("raised")
        let journal = AuditEntry.insert(columns: \.subject, \.subjectID, \.details)
            .select(raised.select { (Expression.value("employee"), $0.columns.0, $0.columns.1) })
            .returning { ($0.subjectID, $0.details) }

        try await expectSameChange(
            returning: journal,
            """
            WITH "raised" ("column1", "column2") AS (UPDATE "employees"
                SET "salary" = "employees"."salary" + $1
                WHERE "employees"."department" = $2
                    AND "employees"."salary" < $3
                RETURNING "employees"."id", jsonb_build_object($4::text, "employees"."salary", \
            $5::text, $6::text)
            ) INSERT INTO "audit" ("subject", "subject_id", "details")
            SELECT $7::text, "raised"."column1", "raised"."column2"
            FROM "raised"
            RETURNING "audit"."subject_id", "audit"."details"
            """, [250, "Support", 4000, "salary", "by", "raise", "employee"],
            as: """
                WITH changed AS (
                    UPDATE employees e SET salary = e.salary + 250 FROM employees old
                    WHERE old.id = e.id AND old.department = 'Support' AND old.salary < 4000
                    RETURNING e.id, old.salary AS before)
                INSERT INTO audit (subject, subject_id, details)
                SELECT 'employee', id, format('{"by": "raise", "salary": %s}', before + 250)::jsonb
                FROM changed RETURNING subject_id, details
                """,
            leaving: [
                "SELECT e::text FROM employees e ORDER BY 1",
                "SELECT (subject, subject_id, details)::text FROM audit ORDER BY 1",
            ])
    }

    @Test func `what nobody has is deleted with the help of another table`() async throws {
        let delete = Stock.delete.using(Product.where { $0.tags.contains(["sale"]) })
            .where { s, p in s.productID == p.id && s.quantity < 10 }

        try await expectSameChange(
            delete,
            """
            DELETE FROM "stock" USING "products"
            WHERE "products"."tags" @> $1
                AND "stock"."product_id" = "products"."id"
                AND "stock"."quantity" < $2
            """, [#"{"sale"}"#, 10],
            as: """
                DELETE FROM stock WHERE quantity < 10 AND product_id IN (
                    SELECT id FROM products WHERE 'sale' = ANY (tags))
                """, leaving: [stock])
    }

    @Test func `the missing rows are made from a query`() async throws {
        let missing = Product.where { p in
            !Stock.where { $0.productID == p.id && $0.warehouse == "south" }.exists
        }
        .select { (Expression.value("south"), $0.id, Expression.value(0)) }
        let insert = Stock.insert(columns: \.warehouse, \.productID, \.quantity).select(missing)

        try await expectSameChange(
            insert,
            """
            INSERT INTO "stock" ("warehouse", "product_id", "quantity")
            SELECT $1::text, "products"."id", $2::bigint
            FROM "products"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "stock"
                WHERE "stock"."product_id" = "products"."id"
                    AND "stock"."warehouse" = $3
            )
            """, ["south", 0, "south"],
            as: """
                INSERT INTO stock (product_id, quantity, warehouse)
                SELECT id, 0, 'south' FROM products
                EXCEPT SELECT product_id, 0, 'south' FROM stock WHERE warehouse = 'south'
                """, leaving: [stock])
    }
}

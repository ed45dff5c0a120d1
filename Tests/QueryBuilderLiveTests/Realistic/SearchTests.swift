import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite(
    "Searches agree with SQL written by hand", .sharedDatabase(.market),
    .timeLimit(.minutes(1)))
struct SearchTests {
    @Test func `full text, ranked, with the words marked`() async throws {
        let wanted = websearchToTSQuery("english", "quiet lamps or \"steel for the garden\"")
        let query = Product.where { $0.description.toTSVector("english").matches(wanted) }
            .orderBy { ($0.description.toTSVector("english").tsRank(wanted).descending, $0.id) }
            .limit(20)
            .select {
                ($0.id, $0.name, $0.description.tsHeadline("english", wanted))
            }

        try await expectAgreement(
            query,
            """
            SELECT "products"."id", "products"."name", ts_headline('english'::regconfig, \
            "products"."description", websearch_to_tsquery('english'::regconfig, $1), $2)
            FROM "products"
            WHERE to_tsvector('english'::regconfig, "products"."description") @@ \
            websearch_to_tsquery('english'::regconfig, $3)
            ORDER BY ts_rank(to_tsvector('english'::regconfig, "products"."description"), \
            websearch_to_tsquery('english'::regconfig, $4), $5::integer) DESC, "products"."id"
            LIMIT $6
            """,
            [
                #"quiet lamps or "steel for the garden""#,
                #"StartSel="<b>", StopSel="</b>", MaxWords=35, MinWords=15, MaxFragments=0"#,
                #"quiet lamps or "steel for the garden""#,
                #"quiet lamps or "steel for the garden""#, 0, 20,
            ],
            with: """
                SELECT id, name, ts_headline('english', description, q)
                FROM products, to_tsquery('english', 'quiet & lamp | steel <3> garden') q
                WHERE to_tsvector('english', description) @@ q
                ORDER BY ts_rank(to_tsvector('english', description), q) DESC, id LIMIT 20
                """)
    }

    private enum Trigrams {
        static let similarity = SQLFunction2<String, String, Float>("similarity")
        static let isSimilar = SQLInfixOperator<String, String, Bool>("%")
    }

    @Test func `names that are nearly right, by trigrams`() async throws {
        let query = Product.where { Trigrams.isSimilar($0.name, "gren kettel") }
            .orderBy { (Trigrams.similarity($0.name, "gren kettel").descending, $0.id) }
            .limit(10)
            .select { ($0.id, $0.name) }

        try await expectAgreement(
            query,
            """
            SELECT "products"."id", "products"."name"
            FROM "products"
            WHERE "products"."name" % $1::text
            ORDER BY "similarity"("products"."name", $2::text) DESC, "products"."id"
            LIMIT $3
            """, ["gren kettel", "gren kettel", 10],
            with: """
                SELECT id, name FROM products WHERE similarity(name, 'gren kettel') >= 0.3
                ORDER BY name <-> 'gren kettel', id LIMIT 10
                """)
    }

    private struct Filter {
        var name: String?
        var countries: [String]?
        var since: PGDate?
    }

    private func customers(_ filter: Filter) -> Select<Customer.Columns, Int, String> {
        Customer.where(ifLet: filter.name) { $0.name.contains($1, ignoringCase: true) }
            .where(ifLet: filter.countries) { $0.country.in($1) }
            .where(ifLet: filter.since) { $0.joined >= $1 }
            .orderBy { $0.id }.select { ($0.id, $0.city) }
    }

    @Test func `a form of which only some fields are filled in`() async throws {
        let since = try #require(PGDate("2024-01-01"))

        try await expectAgreement(
            customers(Filter(name: "MER 1", since: since)),
            """
            SELECT "customers"."id", "customers"."city"
            FROM "customers"
            WHERE "customers"."name" ILIKE $1
                AND "customers"."joined" >= $2
            ORDER BY "customers"."id"
            """, ["%MER 1%", "2024-01-01"],
            with: """
                SELECT id, city FROM customers
                WHERE lower(name) LIKE '%mer 1%' AND joined >= '2024-01-01' ORDER BY id
                """)
        try await expectAgreement(
            customers(Filter(name: "100%", countries: ["Peru"])).unionAll(
                customers(Filter(countries: ["Peru", "Chile"]))),
            """
            (
                SELECT "customers"."id", "customers"."city"
                FROM "customers"
                WHERE "customers"."name" ILIKE $1
                    AND "customers"."country" = ANY ($2)
                ORDER BY "customers"."id"
            )
            UNION ALL (
                SELECT "customers"."id", "customers"."city"
                FROM "customers"
                WHERE "customers"."country" = ANY ($3)
                ORDER BY "customers"."id"
            )
            """, [#"%100\%%"#, #"{"Peru"}"#, #"{"Peru","Chile"}"#],
            with: "SELECT id, city FROM customers WHERE country IN ('Peru', 'Chile')",
            sorted: false)
    }

    @Test func `documents by what they contain`() async throws {
        let material = Label<String?>("material")
        let query =
            Product
            .where { $0.attributes.contains(JSONText(#"{"material": "wood"}"#)) }
            .where { $0.attributes["size"]["width"].text.cast(to: Int.self) > 40 }
            .select {
                (
                    $0.attributes.fieldText("material").labelled(material), countRows(),
                    $0.attributes.fieldText("weight").cast(to: Int.self).sum()
                )
            }
            .groupBy { _ in material }

        try await expectAgreement(
            query,
            """
            SELECT "products"."attributes" ->> $1 AS "material", count(*), \
            sum(("products"."attributes" ->> $2)::bigint)
            FROM "products"
            WHERE "products"."attributes" @> $3
                AND ("products"."attributes" -> $4 -> $5 #>> $6)::bigint > $7
            GROUP BY "material"
            """, ["material", "weight", #"{"material": "wood"}"#, "size", "width", "{}", 40],
            with: """
                SELECT 'wood', count(*), sum((attributes -> 'weight')::int)::numeric FROM products
                WHERE attributes ->> 'material' = 'wood'
                    AND (attributes #> '{size,width}')::int > 40
                """)
    }

    @Test func `how often each member of the documents has each value`() async throws {
        let query = Product.all.crossJoinLateral { p in p.attributes.jsonbEachText() }
            .where { _, member in member.key != "size" }
            .groupBy { _, member in (member.key, member.value) }
            .having { _, _ in countRows() > 12 }
            .orderBy { _, member in (member.key, countRows().descending, member.value) }
            .select { _, member in (member.key, member.value, countRows()) }

        try await expectAgreement(
            query,
            """
            SELECT "members"."key", "members"."value", count(*)
            FROM "products"
            CROSS JOIN LATERAL jsonb_each_text("products"."attributes") AS "members" ("key", \
            "value")
            WHERE "members"."key" <> $1
            GROUP BY "members"."key", "members"."value"
            HAVING count(*) > $2
            ORDER BY "members"."key", count(*) DESC, "members"."value"
            """, ["size", 12],
            with: """
                SELECT key, value, n FROM (
                    SELECT 'material' AS key, attributes ->> 'material' AS value, count(*) AS n
                    FROM products GROUP BY 2
                    UNION ALL SELECT 'weight', attributes ->> 'weight', count(*)
                    FROM products GROUP BY 2) facets
                WHERE n > 12 ORDER BY key, n DESC, value
                """)
    }

    @Test func `arrays that contain, and do not overlap`() async throws {
        let query =
            Product
            .where { $0.tags.contains(["wood"]) && !$0.tags.overlaps(["garden", "sale"]) }
            .orderBy { $0.id }
            .select { ($0.id, $0.tags.appending("new"), $0.tags.cardinality()) }

        try await expectAgreement(
            query,
            """
            SELECT "products"."id", array_append("products"."tags", $1), \
            cardinality("products"."tags")
            FROM "products"
            WHERE "products"."tags" @> $2
                AND NOT "products"."tags" && $3
            ORDER BY "products"."id"
            """, ["new", #"{"wood"}"#, #"{"garden","sale"}"#],
            with: """
                SELECT id, tags || 'new'::text, array_length(tags, 1) FROM products
                WHERE 'wood' = ANY (tags) AND 'garden' <> ALL (tags) AND 'sale' <> ALL (tags)
                ORDER BY id
                """)
    }

    @Test func `the most frequent elements of arrays`() async throws {
        let query = Product.all.crossJoinLateral { p in unnest(p.tags) }
            .groupBy { _, tag in tag.value }
            .orderBy { _, tag in (countRows().descending, tag.value) }
            .select { p, tag in (tag.value, countRows(), p.price.max()) }

        try await expectAgreement(
            query,
            """
            SELECT "elements"."value", count(*), max("products"."price")
            FROM "products"
            CROSS JOIN LATERAL unnest("products"."tags") AS "elements" ("value")
            GROUP BY "elements"."value"
            ORDER BY count(*) DESC, "elements"."value"
            """,
            with: """
                WITH words AS (SELECT unnest(tags) AS tag, price FROM products)
                SELECT tag, count(*), max(price) FROM words GROUP BY 1 ORDER BY 2 DESC, 1
                """)
    }

    @Test func `an order with its lines as one document`() async throws {
        let query = Order.where { $0.id <= 20 }.orderBy { $0.id }.select { o in
            let line = OrderItem.where { $0.orderID == o.id }.select { i in
                jsonbBuildObject(["product": i.productID, "quantity": i.quantity])
                    .jsonbAgg().orderBy(i.line)
            }
            return jsonbBuildObject(["id": o.id, "status": o.status, "lines": scalar(line)])
        }

        try await expectAgreement(
            query,
            """
            SELECT jsonb_build_object($1::text, "orders"."id", $2::text, "orders"."status", \
            $3::text, (
                SELECT jsonb_agg(jsonb_build_object($4::text, "order_items"."product_id", \
            $5::text, "order_items"."quantity") ORDER BY "order_items"."line")
                FROM "order_items"
                WHERE "order_items"."order_id" = "orders"."id"
            ))
            FROM "orders"
            WHERE "orders"."id" <= $6
            ORDER BY "orders"."id"
            """, ["id", "status", "lines", "product", "quantity", 20],
            with: """
                SELECT jsonb_build_object('id', o.id, 'status', o.status, 'lines', (
                    SELECT jsonb_agg(to_jsonb(l)) FROM (
                        SELECT product_id AS product, quantity FROM order_items
                        WHERE order_id = o.id ORDER BY line) l))
                FROM orders o WHERE o.id <= 20 ORDER BY o.id
                """)
    }

    @Test func `the third page after a cursor is the third page after an offset`() async throws {
        let pool = try TestDatabase.pool
        let query = Order.where { $0.status == "pending" }
            .orderBy { ($0.total.descending, $0.id) }.select { ($0.id, $0.total) }
        let first = try await query.page(25).fetch(on: pool)
        let second = try await query.page(25, at: .after(#require(first.next))).fetch(on: pool)
        let third = try await query.page(25, at: .after(#require(second.next))).fetch(on: pool)

        try await expectAgreement(
            query.limit(25).offset(50),
            """
            SELECT "orders"."id", "orders"."total"
            FROM "orders"
            WHERE "orders"."status" = $1
            ORDER BY "orders"."total" DESC, "orders"."id"
            LIMIT $2
            OFFSET $3
            """, ["pending", 25, 50],
            with: """
                SELECT id, total FROM orders WHERE status = 'pending'
                ORDER BY total DESC, id OFFSET 50 ROWS FETCH NEXT 25 ROWS ONLY
                """)
        let written: SQLStatement = """
            SELECT id, total FROM orders WHERE status = 'pending'
            ORDER BY total DESC, id LIMIT 25 OFFSET 50
            """
        let expected = try await pool.query(written).decode(Int.self, PGNumeric.self)
        #expect(third.rows.map(\.0) == expected.map(\.0))
        #expect(third.rows.map(\.1) == expected.map(\.1))
    }
}

import PGCore
import QueryBuilder
import Testing

@Suite("Laying SQL out")
struct SQLLayoutTests {
    @Test func `a change inside of a statement begins a line, and one after its tables`() {
        let statement: SQLStatement = """
            WITH a AS (DELETE FROM t WHERE x RETURNING y), b AS (UPDATE t SET x = 1) \
            INSERT INTO u SELECT y FROM a ON CONFLICT (y) DO UPDATE SET y = 1
            """

        #expect(
            statement.prettyText == """
                WITH a AS (
                    DELETE FROM t
                    WHERE x
                    RETURNING y
                ), b AS (
                    UPDATE t
                    SET x = 1
                )
                INSERT INTO u
                SELECT y
                FROM a
                ON CONFLICT (y) DO UPDATE SET y = 1
                """)
    }

    @Test(arguments: [
        "SELECT a FROM f() WITH ORDINALITY", "SELECT a FROM t FETCH FIRST 1 ROWS WITH TIES",
        "SELECT a FROM t FOR UPDATE", "SELECT a FROM t FOR NO KEY UPDATE",
        "SELECT a::timestamp WITH TIME ZONE FROM t",
    ])
    func `words that go with the one before stay on its line`(_ sql: String) {
        let statement = SQLStatement("\(raw: sql)")
        let lines = statement.prettyText.split(separator: "\n")

        #expect(!lines.contains { $0.hasPrefix("WITH") || $0.hasPrefix("UPDATE") })
    }

    @Test func `the branches of MERGE`() {
        let statement: SQLStatement = """
            MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = s.b \
            WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a)
            """

        #expect(
            statement.prettyText.hasPrefix(
                "MERGE INTO t USING s ON t.a = s.a\nWHEN MATCHED THEN UPDATE"))
    }
}

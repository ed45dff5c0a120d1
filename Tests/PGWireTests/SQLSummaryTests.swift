import Testing

@testable import PGWire

@Suite("Summaries of statements")
struct SQLSummaryTests {
    @Test(arguments: [
        ("SELECT 1", "SELECT"),
        ("select a, 'FROM x' from users u where b = $1", "SELECT users"),
        ("-- comment\nSELECT * FROM \"Odd Name\"", "SELECT Odd"),
        ("SELECT * FROM public.users", "SELECT public.users"),
        ("SELECT * FROM ONLY users", "SELECT users"),
        ("INSERT INTO t (a) SELECT b FROM c", "INSERT t"),
        ("UPDATE accounts SET a = 1", "UPDATE accounts"),
        ("DELETE FROM accounts", "DELETE accounts"),
        ("MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE", "MERGE a"),
        ("BEGIN", "BEGIN"),
        ("WITH x AS (SELECT 1) SELECT * FROM x", "WITH"),
        ("SELECT * FROM (SELECT 1) s", "SELECT"),
        ("", "postgresql"),
    ])
    func aStatementIsSummedUp(text: String, summary: String) {
        #expect(SQLSummary(of: text).text == summary)
    }
}

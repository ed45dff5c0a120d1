@testable import PGWire
import Testing

@Suite("What a statement leaves on its connection")
struct SessionTraceTests {
    @Test(arguments: [
        "SELECT 1", "INSERT INTO t VALUES (1)", "WITH x AS (SELECT 1) SELECT * FROM x",
        "CREATE TABLE temp_data (n int)", "SELECT 'BEGIN; SET x'", "SELECT \"begin\" FROM t",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
        "SELECT $tag$ pg_advisory_lock(1) $tag$", "SELECT $1, pg_advisory_xact_lock($2)",
        "", "-- nothing", "/* BEGIN */ VALUES (1)", "UPDATE t SET temporary = 1",
    ])
    func leavesNothing(sql: String) {
        #expect(SessionTrace(of: sql) == .none)
    }

    @Test(arguments: [
        ("begin", SessionTrace.transaction("BEGIN")),
        ("  Start Transaction", .transaction("START")),
        ("/* a /* nested */ comment */ COMMIT", .transaction("COMMIT")),
        ("PREPARE TRANSACTION 'x'", .transaction("PREPARE")),
        ("DECLARE c CURSOR FOR SELECT 1", .transaction("DECLARE")),
        ("set local x = 1", .transaction("SET LOCAL")),
        ("SET SESSION x = 1", .session("SET")),
        ("PREPARE s AS SELECT 1", .session("PREPARE")),
        ("CREATE LOCAL TEMPORARY TABLE t (n int)", .session("CREATE TEMPORARY")),
        ("CREATE OR REPLACE TEMP VIEW v AS SELECT 1", .session("CREATE TEMPORARY")),
        ("SELECT 1 INTO TEMP t", .session("INTO TEMPORARY")),
        ("SELECT * FROM a, pg_try_advisory_lock(5)", .session("pg_try_advisory_lock")),
        ("DEALLOCATE PREPARE ALL", .freesStatements("DEALLOCATE")),
        ("DEALLOCATE s", .session("DEALLOCATE")),
        ("DISCARD ALL", .freesStatements("DISCARD")),
        ("COPY t FROM STDIN", .copy),
    ])
    func isRecognised(sql: String, trace: SessionTrace) {
        #expect(SessionTrace(of: sql) == trace)
    }
}

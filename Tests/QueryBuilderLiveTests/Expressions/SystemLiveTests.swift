import FoundationEssentials
import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("System functions on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct SystemLiveTests {
    @Test func `the session`() async throws {
        try await check(
            currentUser() == sessionUser(), "CURRENT_USER::text = SESSION_USER::text", is: true)
        try await check(
            currentDatabase().length() > 0, "length(current_database()::text) > $1 | '0'", is: true)
        try await check(currentSchema(), "current_schema()::text", is: "public")
        try await check(
            serverVersion().hasPrefix("PostgreSQL"), "version() LIKE $1 | 'PostgreSQL%'", is: true)
        try await check(backendPID() > 0, "pg_backend_pid() > $1 | '0'", is: true)
        try await check(
            currentSetting("server_encoding"), "current_setting($1, true) | 'server_encoding'",
            is: "UTF8")
        try await check(currentSetting("no.such"), "current_setting($1, true) | 'no.such'", is: nil)
        try await check(
            currentTransactionID().isNotNull, "pg_current_xact_id() IS NOT NULL", is: true)
        try await check(
            AdvisoryLock.tryTransaction(77), "pg_try_advisory_xact_lock($1::bigint) | '77'",
            is: true)
        try await check(
            AdvisoryLock.tryTransactionShared(78),
            "pg_try_advisory_xact_lock_shared($1::bigint) | '78'", is: true)
    }

    @Test func `settings are for connections of their own`() async throws {
        let query = SampleRow.select { _ in setConfig("strata.test", to: "x", isLocal: true) }

        let values = try await TestDatabase.pool.withTransaction { transaction in
            try await query.fetch(on: transaction)
        }

        #expect(query.sql.text == #"SELECT set_config($1, $2, true) FROM "s""#)
        #expect(values == ["x"])
    }

    @Test func `values and their types`() async throws {
        try await check(t.word.pgTypeof(), #"pg_typeof("s"."word")::text"#, is: "text")
        try await check(
            (t.num + 1).pgTypeof(), #"pg_typeof("s"."num" + $1)::text | '1'"#, is: "bigint")
        try await check(t.small.columnSize(), #"pg_column_size("s"."small")"#, is: 2)
        try await check(sizePretty(8_192), "pg_size_pretty($1::bigint) | '8192'", is: "8192 bytes")
        try await check(
            randomUUID() != randomUUID(), "gen_random_uuid() <> gen_random_uuid()", is: true)
        try await check(Mood.enumFirst(), "enum_first(NULL::mood)", is: .sad)
        try await check(Mood.enumLast(), "enum_last(NULL::mood)", is: .happy)
        try await check(Mood.enumRange(), "enum_range(NULL::mood)", is: [.sad, .ok, .happy])
        try await check(t.mood > .sad, #""s"."mood" > $1 | 'sad'"#, is: true)
    }

    @Test func `sequences`() async throws {
        let sequence = SequenceReference("odd seq")
        try await check(
            sequence.next() > 0, #"nextval('"odd seq"'::regclass) > $1 | '0'"#, is: true)
        try await check(
            sequence.set(to: 41), #"setval('"odd seq"'::regclass, $1::bigint, true) | '41'"#, is: 41
        )
        try await check(sequence.next(), #"nextval('"odd seq"'::regclass)"#, is: 42)
        try await check(
            sequence.set(to: 7, called: false),
            #"setval('"odd seq"'::regclass, $1::bigint, false) | '7'"#, is: 7)
        try await check(sequence.next(), #"nextval('"odd seq"'::regclass)"#, is: 7)
    }
}

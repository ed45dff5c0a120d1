import PGCore
import Testing

@testable import PGWire

@Suite("Types stated in a statement's text")
struct StatedTypesTests {
    @Test(arguments: [
        ("SELECT $1::int4", [OID.int4]),
        ("SELECT $1 :: BIGINT, $2::text", [.int8, .text]),
        ("SELECT $2::uuid, $1::date, $1::date", [.date, .uuid]),
        ("SELECT $1::double precision, $2::int[] ", [.float8, .int4Array]),
        (
            "SELECT '$2', \"$3\", $1::text -- $4\n/* $5 /* $6 */ $7 */, $$ $8 $$, $a$ $9 $a$",
            [.text]
        ),
        ("SELECT a$1, $1::bool", [.bool]),
        ("SELECT $1::text::int4", [.text]),
        ("SELECT $1::timestamp AT TIME ZONE 'UTC'", [.timestamp]),
        ("SELECT 1", []), ("", []), ("SELECT '$1'", []), ("SELECT $tag$ $1 $tag$", []),
    ])
    func known(text: String, types: [OID]) {
        #expect(StatedTypes.of(text, count: types.count) == types)
    }

    @Test(arguments: [
        ("SELECT $1", 1), ("SELECT $1::int4 + $1", 1), ("SELECT $1::int4, $1::int8", 1),
        ("SELECT $1::mood", 1), ("SELECT $1::numeric(10,2)", 1), ("SELECT $1::public.text", 1),
        ("SELECT $1::timestamp with time zone", 1), ("SELECT $1::int4[][]", 1),
        ("SELECT $1::int4[3]", 1), ("SELECT $1::text.x", 1), ("SELECT CAST($1 AS int4)", 1),
        ("SELECT E'it\\'s', $1::int4", 1), ("SELECT $2::int4", 1), ("SELECT $1::int4", 0),
        ("SELECT $1::int4", 2), ("SELECT 1", 1), ("SELECT $0::int4", 1), ("SELECT $1::", 1),
        ("SELECT $1:", 1), ("SELECT $1::double", 1), ("SELECT $99999999::int4", 1),
    ])
    func leftToTheServer(text: String, count: Int) {
        #expect(StatedTypes.of(text, count: count) == nil)
    }

    @Test func unfinishedTextsAreScannedToTheirEnd() {
        let text = "SELECT $1::int4, '$2', \"a\", $$b$$, /* c */ $tag$ d $tag$ -- e"
        for length in 0...text.utf8.count {
            let prefix = String(decoding: Array(text.utf8).prefix(length), as: UTF8.self)
            _ = StatedTypes.of(prefix, count: 1)
        }
    }
}

@Suite("Names and epochs of statements")
struct StatementKnowledgeTests {
    private func form(_ text: String, _ types: [OID] = []) -> StatementForm {
        StatementForm(text: text, parameterTypes: types, columns: nil, isNamed: true)
    }

    @Test func aNameStandsForTextAndTypes() {
        #expect(
            form("SELECT 1").name == "strata_" + String(SHA256.hexDigest(of: "SELECT 1").prefix(32))
        )
        let names = [
            form("SELECT 1"), form("SELECT 2"), form("SELECT 1", [.int4]),
            form("SELECT 1", [.int8]),
            form("SELECT 1", [.int4, .int4]),
        ].map(\.name)
        #expect(Set(names).count == names.count)
        #expect(form("SELECT 1", [.int4]).name == form("SELECT 1", [.int4]).name)
        #expect(names.allSatisfy { $0.utf8.count < 64 })
    }

    private func expect(_ isTaken: Bool, is expected: Bool) {
        #expect(isTaken == expected)
    }

    @Test func aNameThatIsTakenIsFreedFirst() {
        let known = KnownStatements(capacity: 8)
        let statement = CachedStatement(text: "SELECT 1")
        let old = form("SELECT 1")
        let new = form("SELECT 1")
        expect(known.insert(old, of: statement), is: false)
        #expect(known.contains(old) && !known.contains(new))
        expect(known.insert(new, of: statement), is: true)
        #expect(known.contains(new) && !known.contains(old))
        known.retireAll()
        #expect(!known.contains(new))
        expect(known.insert(new, of: statement), is: true)
        known.removeAll()
        expect(known.insert(new, of: statement), is: false)
        known.remove(new)
        expect(known.insert(old, of: statement), is: false)
    }

    @Test func whatIsOutOfDateIsFreedBeforeWhatIsOld() {
        let known = KnownStatements(capacity: 3)
        let statements = (0..<5).map { CachedStatement(text: "SELECT \($0)") }
        let forms = statements.map { form($0.text) }
        for index in 0..<3 { _ = known.insert(forms[index], of: statements[index]) }
        known.retire(forms[1])
        #expect(!known.hasExcess)
        _ = known.insert(forms[3], of: statements[3])
        #expect(known.hasExcess)
        let first = known.popExcess()
        #expect(first == [forms[1].name])
        #expect(!known.hasExcess)
        _ = known.statement(for: "SELECT 0")
        _ = known.insert(forms[4], of: statements[4])
        let second = known.popExcess()
        #expect(second == [forms[2].name])
        #expect(known.contains(forms[0]) && known.contains(forms[3]) && known.contains(forms[4]))
    }

    @Test func aPoolerIsLookedForOnceAndMakesNamesRisky() {
        let cache = StatementCache()
        #expect(cache.news.naming == .always && !cache.hasLookedForPooler)
        #expect(cache.shouldLookForPooler() && !cache.shouldLookForPooler())
        cache.found(.unknown)
        #expect(cache.shouldLookForPooler() && !cache.hasLookedForPooler)
        let epoch = cache.epoch
        cache.found(.absent)
        #expect(cache.news.naming == .always && cache.hasLookedForPooler && cache.epoch > epoch)
        cache.found(.present)
        #expect(cache.news.naming == .outsideTransactions && cache.epoch > epoch + 1)
        cache.stopNaming()
        cache.stopNaming()
        #expect(cache.news.naming == .never)
    }

    @Test(arguments: [StatementPreparation.always, .never])
    func whatTheUserChoseIsNotChanged(preparation: StatementPreparation) {
        let cache = StatementCache(preparing: preparation)
        let naming = cache.news.naming
        #expect(!cache.shouldLookForPooler())
        cache.found(.present)
        cache.stopNaming()
        #expect(cache.news.naming == naming)
        #expect((naming == .never) == (preparation == .never))
    }

    @Test(arguments: [
        ("ALTER TABLE t ADD a int", true), ("drop type mood", true), ("/* x */ DROP VIEW v", true),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", true), ("CREATE TABLE t (a int)", false),
        ("ALTER ROLE x LOGIN", false), ("DROP INDEX i", false), ("SELECT 'ALTER TABLE'", false),
        ("CREATE OR REPLACE FUNCTION f() RETURNS int", false), ("UPDATE t SET a = 1", false),
        ("", false),
    ])
    func statementsThatChangeTheSchema(text: String, expected: Bool) {
        #expect(SchemaChange.isMade(by: text) == expected)
    }
}

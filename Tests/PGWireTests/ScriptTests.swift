import PGCore
@testable import PGWire
import Testing

@Suite("Taking scripts apart")
struct ScriptTests {
    @Test(
        arguments: [
            ("", []),
            ("  -- only a comment;\n /* a; b */ ;;", []),
            ("SELECT 1", ["SELECT 1"]),
            ("SELECT 1; SELECT 2;", ["SELECT 1", " SELECT 2"]),
            ("SELECT ';'; SELECT 'it''s;'", ["SELECT ';'", " SELECT 'it''s;'"]),
            (#"SELECT E'\';'; SELECT 2"#, [#"SELECT E'\';'"#, " SELECT 2"]),
            (#"SELECT 'a\'; SELECT 2"#, [#"SELECT 'a\'"#, " SELECT 2"]),
            (#"SELECT ";" FROM "a"";b""#, [#"SELECT ";" FROM "a"";b""#]),
            ("SELECT $$;$$; SELECT $a$;$$;$a$", ["SELECT $$;$$", " SELECT $a$;$$;$a$"]),
            ("SELECT $1;SELECT a$b$c", ["SELECT $1", "SELECT a$b$c"]),
            ("SELECT 1 /* ; /* ; */ ; */; SELECT 2", ["SELECT 1 /* ; /* ; */ ; */", " SELECT 2"]),
            (
                "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
                ["CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", " SELECT 3"]
            ),
            (
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END; SELECT 2",
                [
                    "CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END",
                    " SELECT 2",
                ]
            ),
            (
                "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END;SELECT 2",
                ["CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END", "SELECT 2"]
            ),
            ("BEGIN; SELECT 1; END", ["BEGIN", " SELECT 1", " END"]),
            ("SELECT 'open; SELECT 2", ["SELECT 'open; SELECT 2"]),
        ] as [(String, [String])])
    func findsTheStatements(script: String, statements: [String]) {
        #expect(Script(script).statements.map(\.text) == statements)
    }

    @Test(
        arguments: [
            ("SELECT 1; ROLLBACK TO SAVEPOINT a; SAVEPOINT b; RELEASE a", nil),
            ("SELECT 1; ROLLBACK", "ROLLBACK"), ("ROLLBACK WORK TO a", nil),
            ("SELECT 'COMMIT'; SELECT 1", nil), ("select 1; commit", "COMMIT"),
            ("PREPARE a AS SELECT 1", nil), ("PREPARE TRANSACTION 'a'", "PREPARE TRANSACTION"),
        ] as [(String, String?)])
    func findsWhatEndsATransaction(script: String, command: String?) {
        #expect(Script(script).transactionCommand == command)
    }

    @Test(
        arguments: [
            (1, 0, 1), (9, 0, 1), (12, 0, 2), (20, 0, 2), (23, 0, 3), (100, 0, 3), (nil, 2, 3),
            (5, 1, 2),
        ] as [(Int?, Int, Int)])
    func tellsWhichStatementFailed(position: Int?, results: Int, expected: Int) {
        var server = ServerError(sqlState: "42601", message: "no")
        server.position = position
        let number = Script.numberOfStatement(
            at: PGError(server: server), after: results, "SELECT 'é';SELECT 22;SELECT 3")
        #expect(number == expected)
    }

    @Test(
        arguments: [
            ("COPY t, line 3, column b: \"x, line 4\"", 3, "b"), ("COPY t, line 12", 12, nil),
            ("COPY a, b, line 7: \"1,2\"", 7, nil), ("COPY t, ligne 3, colonne b : « x »", 3, "b "),
            ("PL/pgSQL function f()\nCOPY t, line 2, column n", 2, "n"),
            ("COPY t, line 1, column a, null input", 1, "a, null input"),
        ] as [(String, Int, String?)])
    func readsThePlaceOfACopysError(context: String, line: Int, column: String?) {
        let place = CopyContext(context)
        #expect(place?.line == line)
        #expect(place?.column == column)
    }

    @Test(arguments: ["", "SQL function f", "COPY t", "COPY t, header"])
    func otherContextsAreNoPlace(context: String) {
        #expect(CopyContext(context) == nil)
    }
}

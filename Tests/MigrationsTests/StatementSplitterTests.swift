import Migrations
import Testing

@Suite("Splitting a script")
struct StatementSplitterTests {
    @Test(arguments: [
        ("", []),
        ("  ;; ;\n", []),
        ("-- nothing; here", []),
        ("select 1", ["select 1"]),
        ("select 1; select 2;", ["select 1", "select 2"]),
        ("/* a; /* b; */ c; */ select 1;", ["select 1"]),
        ("select /* ; */ 1 -- ;\n + 2; -- end", ["select /* ; */ 1 -- ;\n + 2"]),
        ("select ';', 'it''s;';select 2", ["select ';', 'it''s;'", "select 2"]),
        (#"select 'a\'; select 2"#, [#"select 'a\'"#, "select 2"]),
        (#"select E'a\'; b'; select 2"#, [#"select E'a\'; b'"#, "select 2"]),
        (#"select e'\\'; select 2"#, [#"select e'\\'"#, "select 2"]),
        ("select E'a\\\\'\n'b\\';c'; select 2", ["select E'a\\\\'\n'b\\';c'", "select 2"]),
        ("select E'a' -- x;'\n '\\';'; select 2", ["select E'a' -- x;'\n '\\';'", "select 2"]),
        (#"select U&'\0061;'; select 2"#, [#"select U&'\0061;'"#, "select 2"]),
        (#"select U&"a;b", u&'x''y;'; select 2"#, [#"select U&"a;b", u&'x''y;'"#, "select 2"]),
        (#"select name'\'; select 2"#, [#"select name'\'"#, "select 2"]),
        (#"select type_e'\'; select 2"#, [#"select type_e'\'"#, "select 2"]),
        (#"select B'01;', x'1f', N'a;'"#, [#"select B'01;', x'1f', N'a;'"#]),
        (#"select ";""--", "a'b"; select 2"#, [#"select ";""--", "a'b""#, "select 2"]),
        ("select $$;'$$; select 2", ["select $$;'$$", "select 2"]),
        ("select $a$ $b$ ; $$ $a$; select 2", ["select $a$ $b$ ; $$ $a$", "select 2"]),
        ("select $é$;$é$; select 2", ["select $é$;$é$", "select 2"]),
        ("select $1;select $2$3", ["select $1", "select $2$3"]),
        ("select a$b$;select c$b$", ["select a$b$", "select c$b$"]),
        (
            "create rule r as on insert to t do (select 1; select 2); select 3",
            ["create rule r as on insert to t do (select 1; select 2)", "select 3"]
        ),
        ("select ) ; select 2", ["select )", "select 2"]),
        (
            """
            create function f() returns int language sql
            begin atomic
              select case when true then 1 else 2 end;
              select x.end from x;
              select 3 as end;
            end;
            select 2
            """,
            [
                """
                create function f() returns int language sql
                begin atomic
                  select case when true then 1 else 2 end;
                  select x.end from x;
                  select 3 as end;
                end
                """, "select 2",
            ]
        ),
        (
            "begin; select case when a then b end; commit;",
            ["begin", "select case when a then b end", "commit"]
        ),
        ("select a-- b;\n; select 2", ["select a", "select 2"]),
        ("select 1 @--x\n 2; select 3", ["select 1 @--x\n 2", "select 3"]),
        ("select 'a\n-- b;\n/* c */'; select 2", ["select 'a\n-- b;\n/* c */'", "select 2"]),
        (
            "copy t to stdout; copy (select stdin from t) to stdout",
            ["copy t to stdout", "copy (select stdin from t) to stdout"]
        ),
    ])
    func `ends statements where the server would`(script: String, statements: [String]) throws {
        #expect(try StatementSplitter.split(script).map(\.text) == statements)

        let joined = statements.map { $0 + ";\n" }.joined()
        #expect(try StatementSplitter.split(joined).map(\.text) == statements)
    }

    @Test(arguments: [
        ("select 1;\n select 'abc;", ScriptError.Code.unterminated, "2:9"),
        ("select \"abc", .unterminated, "1:8"),
        ("select E'abc\\'", .unterminated, "1:8"),
        ("/* /* */ x", .unterminated, "1:1"),
        ("select 1;\n\nselect $x$ $y$ $", .unterminated, "3:8"),
        ("\\connect other\nselect 1", .psqlCommand, "1:1"),
        ("select 1;\n  \\i more.sql", .psqlCommand, "2:3"),
        ("select 1 \\gset", .psqlCommand, "1:10"),
        ("copy public.t (a, b, c, d) from stdin;\n1\t2", .copyFromStdin, "1:1"),
        ("select 1;\n-- strata: no-transaction", .invalidOption, "2:1"),
        ("-- strata: fast\nselect 1", .invalidOption, "1:1"),
        ("select 1\0", .nulCharacter, "1:9"),
    ])
    func `says where a script cannot be read`(
        script: String, code: ScriptError.Code, place: String
    ) throws {
        let error = #expect(throws: ScriptError.self) { try MigrationScript(text: script) }

        #expect(error?.code == code)
        #expect(error?.position.description == place)
    }

    @Test func `names the command of psql`() {
        let error = #expect(throws: ScriptError.self) {
            try StatementSplitter.split("\\set x 1")
        }

        #expect(
            error?.description == "1:1: \\set is a command of psql, not SQL. "
                + "Remove it, or write what it does as SQL")
    }

    @Test func `knows where each statement starts`() throws {
        let statements = try StatementSplitter.split("-- é\n/* x */ select 'ü';\n\n  select 2;")

        #expect(statements.map(\.start.description) == ["2:9", "4:3"])
        #expect(statements.map(\.start.utf8Offset) == [14, 30])
    }

    @Test func `maps a character of a statement back to the file`() throws {
        let statement = try #require(
            StatementSplitter.split("select 1;\n select 'é',\n\tfoo").last)

        #expect(statement.location(ofCharacter: 1).description == "2:2")
        #expect(statement.location(ofCharacter: 9).description == "2:10")
        #expect(statement.location(ofCharacter: 14).description == "3:2")
        #expect(statement.location(ofCharacter: 14).utf8Offset == 25)
    }

    @Test func `a long script is read in time proportional to its length`() throws {
        let script = String(repeating: "insert into t values ('x'); -- y\n", count: 5_000)

        #expect(try StatementSplitter.split(script).count == 5_000)
    }

    @Test func `reads options above the first statement`() throws {
        let script = try MigrationScript(
            text: "-- Adds an index.\n--strata:  no-transaction\nselect 1;")

        #expect(script.options.noTransaction)
        #expect(try !MigrationScript(text: "select 1").options.noTransaction)
    }
}

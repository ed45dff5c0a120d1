import Testing

@Suite("What #sql says of a text")
struct SQLMacroTests {
    @Test(arguments: Mistake.sql)
    func `a mistake is named where it is`(mistake: Mistake) {
        let expansion = Expansion(mistake.source)
        #expect(expansion.problems == mistake.problems)
        #expect(expansion.fixed == mistake.fixed ?? mistake.source)
    }

    @Test(arguments: [
        // Quotes in quotes.
        #""SELECT 'it''s', '', '''', 'a\\', '\"', '(', ';', '--', '/*', '$1'""#,
        #""SELECT \"a\"\"b\", \"it's\", \"$1\", \"(\"""#,
        #""SELECT E'it\\'s', e'\\\\', E'\\\\''', E'', N'a', B'01', x'1F', U&'\\0041', U&\"\\0041\"""#,
        #""SELECT $$it's$$, $a$ $$ $b$ ' $a$, $_é1$x$_é1$, a$b$c FROM t$1""#,
        ##"#"SELECT '\d', "a", 'it''s' WHERE a ~ '\w+\.'"#"##,
        ##"#"a = \#(b) AND c = '\(d)'"#"##,
        "\"\"\"\n    SELECT 'a\n    b'\n    FROM t\n    \"\"\"",
        "\"\"\"\n    SELECT a \\\n    FROM t -- it's\n    WHERE b = \\(c)\n    \"\"\"",
        // A string in two parts, the second of which has the escapes of the first.
        #""SELECT E'a'\n  'it\\'s'""#, #""SELECT E'a' -- it's\n '\\''""#, #""SELECT 'a' '\\'""#,
        // Comments.
        #""SELECT 1 -- it's; ( \" $1""#, #""SELECT /* it's /* ; */ ( $1 */ 2""#,
        #""SELECT 2 */* two */ 3""#,
        // Operators.
        #""a ->> 'b' = \(c) AND d ? 'e' AND f ?| ARRAY['g'] AND h @> \(i)::jsonb""#,
        #""a[1:2] || b[\(i)][:2] && ARRAY[[1], [2]]""#,
        #""a::int4 <> -1 AND b !~* 'c' AND (d, e) < (1, 2)""#,
        #""a @@ b AND c <-> d < 5 AND e # f = |/ 4 OR @ -5 = 5 % 6 ^ 7""#,
        #""f(a => \(b), VARIADIC c)""#,
        #""INTERVAL '1' DAY + '1 day'::interval""#, #""1e5 + .5 + 0x1F + 1_000""#,
        // Values.
        #""\(a)""#, #""\(a)::text || \(b)""#, #""(\(a),\(b))""#, #""a=\(b)""#,
        #""'%' || \(a) || '%'""#,
        #""SELECT * FROM \(identifier: a) AS t\(identifier: b)""#, #""\(table: a)""#,
        #""ARRAY[\(a)]""#, #""ÄÖ = 'ß' AND name = '日本' AND 日本 = \(b)""#,
        // Statements inside of a statement.
        #""CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END""#,
        #""CREATE OR REPLACE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)""#,
        #""DO $$ BEGIN PERFORM 1; END $$""#,
    ])
    func `what is right is not refused`(literal: String) {
        let expansion = Expansion("let a = #sql(\(literal))")
        #expect(expansion.problems == [])
        #expect(expansion.text == "let a = \(literal)")
    }

    @Test func `with a type it is an expression`() {
        #expect(
            Expansion(#"let a = #sql("length(\(b))", as: Int.self)"#).text
                == #"let a = QueryBuilder.Expression("length(\(b))")"#)
        #expect(
            Expansion(#"let a = #sql("length(", as: Int.self)"#).problems
                == ["1:21 This '(' is never closed."])
    }

    @Test func `every mistake of a text is named at once, with its fix`() {
        #expect(Expansion(#"let a = #sql("a) = '\(b)' AND $1 = ‘")"#).problems.count == 5)
    }
}

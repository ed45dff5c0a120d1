extension Mistake {
    /// In texts of `#sql`: the column is that of the character at fault.
    static let sql: [Mistake] = quotes + binds + brackets + marks

    private static let inQuotes =
        "A value inside of quotes is not seen by the server: leave the quotes away, and join texts with ||."
    private static let stray =
        "is a part of a name to SQL: quotes are ' and \", and spaces are plain ones."

    private static let quotes: [Mistake] = [
        Mistake(
            "a string that is not closed", #"let a = #sql("a = 'b")"#,
            ["1:19 The string that begins with 'b is never closed."]),
        Mistake(
            "a string that a doubled quote goes on", #"let a = #sql("'it''s")"#,
            ["1:15 The string that begins with 'it''s is never closed."]),
        Mistake(
            "a string with a backslash before its quote", #"let a = #sql("a = 'it\\'s' AND b")"#,
            [
                "1:26 The string that begins with ' AND b is never closed.",
                "note: 1:19 The string before it ends with a backslash, which is a plain character "
                    + "there: write '' for a quote, or E'…'.",
            ]),
        Mistake(
            "a string with escapes", #"let a = #sql("E'it\\'s")"#,
            [#"1:15 The string that begins with E'it\'s is never closed."#]),
        Mistake(
            "a string that goes on in the next line", #"let a = #sql("E'a'\n 'b\\'")"#,
            ["1:15 The string that begins with E'a' is never closed."]),
        Mistake(
            "a long string is shortened", #"let a = #sql("'a very long string of many words")"#,
            ["1:15 The string that begins with 'a very long string of m… is never closed."]),
        Mistake(
            "two raw texts", ##"let a = #sql(#""users".name = "b"# + #"")"##,
            ["1:14 #sql takes a string literal: a text made at run time is never SQL."]),
        Mistake(
            "a quoted name that is not closed", ##"let a = #sql(#""users".name = "b"#)"##,
            [#"1:31 The quoted name that begins with "b is never closed."#]),
        Mistake(
            "an empty name", #"let a = #sql("a = \"\"")"#,
            ["1:19 A quoted name cannot be empty: \"\"."]),
        Mistake(
            "dollar quotes that are not closed", #"let a = #sql("SELECT $a$ x $b$")"#,
            ["1:22 The dollar-quoted text that begins with $a$ x $b$ is never closed."]),
        Mistake(
            "dollar quotes with a tag in other letters", #"let a = #sql("$a$ x $A$")"#,
            ["1:15 The dollar-quoted text that begins with $a$ x $A$ is never closed."]),
        Mistake(
            "a comment that is not closed", #"let a = #sql("1 /* a /* b */ c")"#,
            ["1:17 The comment that begins with /* a /* b */ c is never closed."]),
        Mistake(
            "a comment that is not open", #"let a = #sql("1 /* a /* b */ c */ */ 2")"#,
            ["1:35 This '*/' closes no comment."]),
        Mistake(
            "in the third line",
            "let a = #sql(\n    \"\"\"\n    SELECT 1\n      WHERE a = 'b\n    \"\"\")",
            ["4:17 The string that begins with 'b is never closed."]),
        Mistake(
            "after escapes", #"let a = #sql("\u{61}\t\"n\" = 'b")"#,
            ["1:31 The string that begins with 'b is never closed."]),
        Mistake(
            "after letters beyond ASCII", #"let a = #sql("naïve = 'b")"#,
            ["1:24 The string that begins with 'b is never closed."]),
    ]

    private static let binds: [Mistake] = [
        Mistake(
            "a value in a string", #"let a = #sql("a = '\(b)' AND c")"#,
            ["1:20 " + inQuotes, "fix: Leave the quotes away."],
            fixed: #"let a = #sql("a = \(b) AND c")"#),
        Mistake(
            "a value in a part of a string", #"let a = #sql("a LIKE '%\(b)%'")"#,
            ["1:24 " + inQuotes]),
        Mistake(
            "two values in a string", #"let a = #sql("'\(a), \(b)'")"#,
            ["1:16 " + inQuotes, "1:22 " + inQuotes]),
        Mistake(
            "a value in a string with escapes", #"let a = #sql("E'\\\(b)'")"#, ["1:19 " + inQuotes]),
        Mistake(
            "a value in dollar quotes", #"let a = #sql("DO $x$ SELECT \(b) $x$")"#,
            ["1:29 " + inQuotes]),
        Mistake(
            "a value in a name", #"let a = #sql("\"t_\(b)\".c")"#,
            [
                "1:19 A value cannot be a part of a name: write a whole name as \\(identifier: …)."
            ]),
        Mistake(
            "a name in quotes", #"let a = #sql("\"\(identifier: b)\".c")"#,
            [
                "1:17 A value cannot be a part of a name: write a whole name as \\(identifier: …)."
            ]),
        Mistake(
            "a value in a comment", #"let a = #sql("1 /* \(b) */")"#,
            ["1:20 A value inside of a comment is not seen by the server."]),
        Mistake(
            "a value in a line's comment", #"let a = #sql("1 -- \(b)\n + 2")"#,
            ["1:20 A value inside of a comment is not seen by the server."]),
        Mistake(
            "a value that touches the word before it", #"let a = #sql("LIMIT\(b)")"#,
            [
                "1:20 The placeholder becomes a part of the word 'LIMIT': put a space between them.",
                "fix: Put a space between them.",
            ],
            fixed: #"let a = #sql("LIMIT \(b)")"#),
        Mistake(
            "a value that touches the number after it", #"let a = #sql("a = \(b)0")"#,
            [
                "1:19 The placeholder goes on as '0': put a space between them.",
                "fix: Put a space between them.",
            ],
            fixed: #"let a = #sql("a = \(b) 0")"#),
        Mistake(
            "a placeholder of one's own", #"let a = #sql("a = \(b) AND c = $12")"#,
            [
                "1:32 '$12' is a placeholder, and #sql numbers them itself: write the value as \\(…)."
            ]),
        Mistake(
            "a text made at run time inside", #"let a = #sql("a = \(raw: b)")"#,
            [
                "1:19 A text made at run time is never SQL: #sql takes values, expressions and names."
            ]),
        Mistake(
            "a text made at run time", "let a = #sql(text)",
            ["1:14 #sql takes a string literal: a text made at run time is never SQL."]),
        Mistake(
            "a text that is put together", #"let a = #sql("a = " + text)"#,
            ["1:14 #sql takes a string literal: a text made at run time is never SQL."]),
    ]

    private static let brackets: [Mistake] = [
        Mistake(
            "a bracket that is not closed", #"let a = #sql("a IN (1, (2), 3")"#,
            ["1:20 This '(' is never closed."]),
        Mistake(
            "two brackets that are not closed", #"let a = #sql("ARRAY[(1, 2")"#,
            ["1:20 This '[' is never closed.", "1:21 This '(' is never closed."]),
        Mistake(
            "a bracket too many", #"let a = #sql("count(*))")"#, ["1:23 This ')' closes nothing."]),
        Mistake(
            "brackets that cross", #"let a = #sql("(a[1)]")"#,
            [
                "1:19 This ')' comes before what is open is closed.",
                "note: 1:17 This is still open.",
            ]),
        Mistake(
            "a bracket that a string hides", #"let a = #sql("f(')'")"#,
            ["1:16 This '(' is never closed."]),
    ]

    private static let marks: [Mistake] = [
        Mistake("nothing", #"let a = #sql("")"#, ["1:14 There is no SQL in this text."]),
        Mistake(
            "nothing but space and comments", #"let a = #sql(" /* a */ -- b\n ")"#,
            ["1:15 There is no SQL in this text."]),
        Mistake(
            "two statements", #"let a = #sql("SELECT 1; SELECT 2")"#,
            ["1:23 One statement at a time: this semicolon begins another."]),
        Mistake(
            "a semicolon at the end", #"let a = #sql("SELECT 1; -- done")"#,
            [
                "1:23 A statement has no semicolon at its end here.",
                "fix: Leave the semicolon away.",
            ],
            fixed: #"let a = #sql("SELECT 1 -- done")"#),
        Mistake(
            "a dollar sign alone", #"let a = #sql("$tag")"#,
            [
                "1:15 '$tag' begins no quoted text: that has two dollar signs, as in $tag$."
            ]),
        Mistake(
            "a backslash", #"let a = #sql("\\d users")"#,
            ["1:15 A backslash means nothing to SQL outside of quotes."]),
        Mistake(
            "quotes of typography", "let a = #sql(\"a = ‘b’\")",
            ["1:19 '‘' \(stray)", "1:23 '’' \(stray)"]),
        Mistake("a space that is none", "let a = #sql(\"a\u{A0}= 1\")", ["1:16 '\u{A0}' \(stray)"]),
        Mistake(
            "a NUL", #"let a = #sql("a\0b")"#, ["1:16 A text of SQL cannot have a NUL character."]),
    ]
}

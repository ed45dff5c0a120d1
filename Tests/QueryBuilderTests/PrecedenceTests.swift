import QueryBuilder
import Testing

private let a = Column<Int>(TableReference("t"), "a")
private let b = Column<Int>(TableReference("t"), "b")
private let p = Column<Bool>(TableReference("t"), "p")
private let q = Column<Bool>(TableReference("t"), "q")
private let x = Column<String>(TableReference("t"), "x")
private let y = Column<String>(TableReference("t"), "y")
private let list = Column<[Int]>(TableReference("t"), "l")
private let doc = Column<JSONText>(TableReference("t"), "d")
private let at = Column<PGTimestampTZ>(TableReference("t"), "m")
private let custom = SQLInfixOperator<Int, Int, Int>("<->")
private let before = SQLPrefixOperator<Int, Int>("@")

/// An expression, and how it is written with short names.
private struct Row: Sendable, CustomTestStringConvertible {
    let node: SQLStatement
    let text: String

    init(_ expression: some SQLExpression, _ text: String) {
        let whole = UserRow.select { _ in expression }.sql.text
        node = SQLStatement(
            stringLiteral: String(
                whole.dropFirst("SELECT ".count).dropLast(" FROM \"users\"".count)
                    .replacing("\"t\".", with: "").replacing("\"", with: "")))
        self.text = text
    }

    var testDescription: String { text }
}

@Suite("Precedence")
struct PrecedenceTests {
    // One level of the manual's table after the other, each as an operand of the next and the
    // other way round.
    private static let cases: [Row] = [
        Row((p || q) && p, "(p OR q) AND p"), Row(p || q && p, "p OR q AND p"),
        Row(!(p && q), "NOT (p AND q)"), Row(!p && q, "NOT p AND q"),
        Row(!p == q, "(NOT p) = q"), Row(!(p == q), "NOT p = q"),
        Row((!p).isTrue, "(NOT p) IS TRUE"), Row(!p.isTrue, "NOT p IS TRUE"),
        Row((a == b).isFalse, "a = b IS FALSE"), Row(p.isFalse == q, "(p IS FALSE) = q"),
        Row(p.isTrue.isTrue, "(p IS TRUE) IS TRUE"),
        Row(p.is(q == p), "p IS NOT DISTINCT FROM q = p"),
        Row(p.is(q).is(p), "(p IS NOT DISTINCT FROM q) IS NOT DISTINCT FROM p"),
        Row(p.is(q.is(p)), "p IS NOT DISTINCT FROM (q IS NOT DISTINCT FROM p)"),
        Row((a < b) == (b < a), "(a < b) = (b < a)"),
        Row(x.like(y) == p, "x LIKE y = p"), Row((x == y).in([true]), "(x = y) = ANY ($1)"),
        Row(x.like("y", escape: "!") == p, "x LIKE $1 ESCAPE $2 = p"),
        Row(x.concat(y).like("z", escape: "!"), "x || y LIKE $1 ESCAPE $2"),
        Row(x.like("z", escape: "!").isNull, "x LIKE $1 ESCAPE $2 IS NULL"),
        Row(x.similar(to: x.concat(y)), "x SIMILAR TO x || y"),
        Row(a.between(1, and: 2) == p, "a BETWEEN $1 AND $2 = p"),
        Row(
            a.between(a + b, and: a + b, symmetric: true),
            "a BETWEEN SYMMETRIC (a + b) AND a + b"),
        Row(
            p.between(a == b, and: p && q), "p BETWEEN (a = b) AND (p AND q)"),
        Row(a.between(1, and: 2) && p, "a BETWEEN $1 AND $2 AND p"),
        Row((a + 1).in([1]), "a + $1 = ANY ($2)"),
        Row(custom(a, b) == a, "a <-> b = a"), Row(custom(a + b, b), "a + b <-> b"),
        Row(custom(a, b) + a, "(a <-> b) + a"), Row(custom(custom(a, b), a), "a <-> b <-> a"),
        Row(custom(a, custom(b, a)), "a <-> (b <-> a)"),
        Row(before(a) + b, "(@ a) + b"), Row(before(a + b), "@ a + b"),
        Row(before(before(a)), "@ (@ a)"), Row(custom(before(a), b), "@ a <-> b"),
        Row(custom(a, before(b)), "a <-> (@ b)"), Row(-before(a), "-(@ a)"),
        Row(before(-a), "@ -a"), Row(a.bitwiseNot().bitwiseAnd(b), "~ a & b"),
        Row(doc["k"]["i"].text, "d -> $1 -> $2 #>> $3"),
        Row(doc["k"].text.coalesce("").concat("x"), "coalesce(d -> $1 #>> $2, $3) || $4"),
        Row((a + b) * a, "(a + b) * a"), Row(a * b + a, "a * b + a"),
        Row(a - (b - a), "a - (b - a)"), Row(a / (b * a), "a / (b * a)"),
        Row(-a * b, "-a * b"), Row(-(a * b), "-(a * b)"), Row(-(-a), "-(-a)"),
        Row((-a).cast(to: String.self), "(-a)::text"),
        Row(-a.cast(to: Int16.self), "-a::smallint"),
        Row((a + b).cast(to: String.self), "(a + b)::text"),
        Row(at.atTimeZone("UTC").extract(.day), "extract(day FROM m AT TIME ZONE $1::text)"),
        Row(
            at.adding(PGInterval()).atTimeZone("UTC"), "(m + $1::interval) AT TIME ZONE $2::text"),
        Row(
            at.atTimeZone("UTC").adding(PGInterval()), "m AT TIME ZONE $1::text + $2::interval"),
        Row(x.concat(y).collate("C"), "(x || y) COLLATE C"),
        Row(x.collate("C").concat(y), "x COLLATE C || y"),
        Row(x.collate("C").collate("D"), "x COLLATE C COLLATE D"),
        Row(x.collate("C").lower(), "lower(x COLLATE C)"),
        Row(x.lower().collate("C"), "lower(x) COLLATE C"),
        Row(list.element(at: 1), "l[$1::integer]"),
        Row(list.concat([1]).element(at: 1), "(l || $1)[$2::integer]"),
        Row(
            list.appending(1).slice(from: 1, to: 2),
            "(array_append(l, $1))[$2::integer:$3::integer]"),
        Row(
            Case.when(p || q, then: a).else(b) + 1, "CASE WHEN p OR q THEN a ELSE b END + $1"),
        Row(a.sum().filter(p || q).over(), "sum(a) FILTER (WHERE p OR q) OVER ()"),
        Row(Expression<Int>("a + 1") * 2, "(a + 1) * $1"),
        Row(Expression<Int>("f(\(a + b))"), "f((a + b))"),
    ]

    @Test(arguments: cases)
    private func `parentheses stand where the table asks for them`(expected: Row) {
        #expect(expected.node.text == expected.text)
    }
}

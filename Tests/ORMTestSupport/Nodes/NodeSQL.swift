/// The statements that are expected for tables of ``Node``, written out in one place.
package enum NodeSQL {
    package static let begin = "BEGIN"
    package static let commit = "COMMIT"

    /// One row, whose key the server makes.
    package static func insert(_ table: String, _ columns: String...) -> String {
        insertOne(table, columns) + #" RETURNING "id""#
    }

    /// One row, whose key was fetched.
    package static func insertKnown(_ table: String, _ columns: String...) -> String {
        insertOne(table, ["id"] + columns)
    }

    /// Several rows, whose keys the server makes.
    package static func insertMany(_ table: String, _ columns: String...) -> String {
        insertArrays(table, columns) + #" RETURNING "id""#
    }

    /// Several rows, whose keys were fetched.
    package static func insertManyKnown(_ table: String, _ columns: String...) -> String {
        insertArrays(table, ["id"] + columns)
    }

    package static func update(_ table: String, _ columns: String...) -> String {
        let changes = columns.enumerated().map { #""\#($1)" = $\#($0 + 1)"# }
        return #"UPDATE "\#(table)" SET \#(changes.joined(separator: ", ")) "#
            + #"WHERE "id" = $\#(columns.count + 1)"#
    }

    package static func updateMany(_ table: String, _ columns: String...) -> String {
        let changes = columns.enumerated().map { #""\#($1)" = v.c\#($0 + 1)"# }
        let names = ["k"] + columns.indices.map { "c\($0 + 1)" }
        return #"UPDATE "\#(table)" AS t SET \#(changes.joined(separator: ", ")) "#
            + "FROM unnest(\(arrays(["id"] + columns))) AS v(\(names.joined(separator: ", "))) "
            + #"WHERE t."id" = v.k RETURNING t."id""#
    }

    package static func delete(_ table: String) -> String {
        #"DELETE FROM "\#(table)" WHERE "id" = $1"#
    }

    package static func deleteMany(_ table: String) -> String {
        #"DELETE FROM "\#(table)" WHERE "id" = ANY($1::bigint[]) RETURNING "id""#
    }

    /// The rows with a foreign key to one of several.
    package static func select(
        _ table: String, _ columns: String..., where column: String
    ) -> String {
        let all = (["id"] + columns).map { #""\#(table)"."\#($0)""# }.joined(separator: ", ")
        return #"SELECT \#(all) FROM "\#(table)" WHERE "\#(table)"."\#(column)" = ANY($1) "#
            + #"ORDER BY "\#(table)"."id""#
    }

    /// The rows with one of several keys.
    package static func selectByKey(_ table: String, _ columns: String...) -> String {
        let all = (["id"] + columns).map { #""\#(table)"."\#($0)""# }.joined(separator: ", ")
        return #"SELECT \#(all) FROM "\#(table)" WHERE "\#(table)"."id" = ANY($1)"#
    }

    /// Keys for rows that are inserted later.
    package static let keys =
        "SELECT CASE WHEN has_sequence_privilege(s, 'USAGE') THEN nextval(s) END "
        + "FROM (SELECT pg_get_serial_sequence($1, $2)::regclass AS s OFFSET 0) AS q, "
        + "generate_series(1, $3::bigint)"

    /// Rows of the table that connects peers.
    package static func join(_ table: String, _ peer: String) -> String {
        #"INSERT INTO "\#(table)_peers" ("\#(table)_id", "\#(peer)_peer") "#
            + "SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING"
    }

    package static func separate(_ table: String, _ peer: String) -> String {
        #"DELETE FROM "\#(table)_peers" AS t USING unnest($1::bigint[], $2::bigint[]) "#
            + #"AS v(c1, c2) WHERE t."\#(table)_id" = v.c1 AND t."\#(peer)_peer" = v.c2"#
    }

    /// All rows that connect one side.
    package static func separateAll(_ table: String) -> String {
        #"DELETE FROM "\#(table)_peers" AS t USING unnest($1::bigint[]) AS v(c1) "#
            + #"WHERE t."\#(table)_id" = v.c1"#
    }

    private static func insertOne(_ table: String, _ columns: [String]) -> String {
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        return #"INSERT INTO "\#(table)" (\#(quoted(columns))) VALUES (\#(places))"#
    }

    private static func insertArrays(_ table: String, _ columns: [String]) -> String {
        let names = columns.indices.map { "c\($0 + 1)" }.joined(separator: ", ")
        return #"INSERT INTO "\#(table)" (\#(quoted(columns))) SELECT \#(names) "#
            + "FROM unnest(\(arrays(columns))) WITH ORDINALITY AS v(\(names), n) ORDER BY n"
    }

    private static func arrays(_ columns: [String]) -> String {
        columns.enumerated()
            .map { "$\($0 + 1)::\($1 == "name" ? "text" : "bigint")[]" }
            .joined(separator: ", ")
    }

    private static func quoted(_ columns: [String]) -> String {
        columns.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

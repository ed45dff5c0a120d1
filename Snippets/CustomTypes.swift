// Swift types for the types of extensions, by name.

import PGCore
import PGWire

// snippet.show
struct EmailAddress: PostgresTextType {
    static let typeName = "citext"
    let textRepresentation: String

    init?(postgresText text: String) {
        guard text.contains("@") else { return nil }
        textRepresentation = text
    }
}

struct Path: PostgresBinaryType {
    static let typeName = "ltree"
    let textRepresentation: String

    init?(postgresText text: String) {
        textRepresentation = text
    }

    init(binary cell: Cell) throws(PGError) {
        guard try cell.integer(as: UInt8.self) == 1 else {
            throw PGError.malformed(Path.self, cell)
        }
        textRepresentation = try cell.slice(1..<cell.count, type: .text).string
    }

    func encodeBinary(into writer: inout ParameterWriter) throws(PGError) {
        writer.write(byte: 1)
        writer.write(utf8: textRepresentation)
    }
}
// snippet.hide
let pool = try ConnectionPool(.environment)
let rows = try await pool.query("SELECT email, path FROM pages")
print(try rows.decode(EmailAddress.self, Path.self).count)

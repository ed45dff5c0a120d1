/// The primary key: the property's type, or a structure of several properties.
extension EntityExpansion {
    func writeKey(into code: inout Code) {
        let parts = model.keyParts
        guard model.isKeyComposite else {
            code.line("\(prefix)typealias ID = \(parts.first?.valueType ?? "Never")")
            return
        }
        code.block(
            "\(prefix)nonisolated struct ID: Hashable, Codable, PGCore.RowDecodable"
        ) { code in
            writeParts(parts, into: &code)
            let list = parts.map { "\($0.member): Parts.\($0.member)" }.joined(separator: ", ")
            code.block("\(prefix)init(\(list))") { code in
                code.add(parts.map { "self.\($0.member) = \($0.member)" })
            }
            let optionals = parts.map { "\($0.member): Parts.\($0.member)?" }
            code.block("\(prefix)init?(\(optionals.joined(separator: ", ")))") { code in
                let known = parts.map { "let \($0.member)" }.joined(separator: ", ")
                code.line("guard \(known) else { return nil }")
                code.add(parts.map { "self.\($0.member) = \($0.member)" })
            }
            code.line("\(prefix)static var columnCount: Int { \(parts.count) }")
            code.block(
                "\(prefix)init<Row: PGCore.RowReader>(from row: borrowing Row, at index: inout Int) "
                    + "throws(PGCore.PGError)"
            ) { code in
                code.add(
                    parts.map {
                        "self.\($0.member) = try Parts.\($0.member)(from: row, at: &index)"
                    })
            }
        }
    }

    /// The types by name, for those who refer to the key.
    private func writeParts(_ parts: [ColumnPart], into code: inout Code) {
        code.block("\(prefix)enum Parts") { code in
            code.add(parts.map { "\(prefix)typealias \($0.member) = \($0.valueType)" })
        }
        code.add(parts.map { "\(prefix)let \($0.member): Parts.\($0.member)" })
    }

    func writeKeyNames(into code: inout Code) {
        let names = model.keyParts.map(\.columnLiteral)
        code.line("\(prefix)static var primaryKeyName: String { \(names.first ?? "\"\"") }")
        guard model.isKeyComposite else { return }
        code.line(
            "\(prefix)static let primaryKeyNames: [String] = [\(names.joined(separator: ", "))]")
    }

    func writeKeyIndexes(into code: inout Code) {
        let indexes = model.keyParts.compactMap { model.position(of: $0.columnName) }
        code.line("\(prefix)static var primaryKeyIndex: Int { \(indexes.first ?? 0) }")
        guard model.isKeyComposite else { return }
        code.line("\(prefix)static let primaryKeyIndexes: [Int] = \(indexes)")
        code.block(
            "\(prefix)static func primaryKey<Row: PGCore.RowReader>(in row: borrowing Row) "
                + "throws(PGCore.PGError) -> ID"
        ) { code in
            let values = zip(model.keyParts, indexes).map { part, index in
                "\(part.member): try ID.Parts.\(part.member).decode(row.cell(at: \(index)))"
            }
            code.line("ID(\(values.joined(separator: ", ")))")
        }
        code.block(
            "\(prefix)static func keyParameter(_ id: ID, part: Int) "
                + "-> any PGCore.ParameterEncodable"
        ) { code in
            code.line("switch part {")
            for (number, part) in model.keyParts.enumerated() {
                code.line("case \(number): id.\(part.member)")
            }
            code.line("default: PGCore.SQLNull()")
            code.line("}")
        }
    }

    func writePersistentID(into code: inout Code) {
        guard model.isKeyComposite else {
            let part = model.keyParts.first
            code.line(
                "\(prefix)var persistentID: \(PropertyType.optional(part?.valueType ?? "Never")) "
                    + "{ \(part?.value ?? "nil") }")
            return
        }
        let values = model.keyParts.map { "\($0.member): \($0.value)" }
        code.line("\(prefix)var persistentID: ID? { ID(\(values.joined(separator: ", "))) }")
    }
}

import PGCore

/// The names and types of a result's columns, made once per statement and shared by its results.
final class Columns: Sendable {
    let names: [String]
    let types: [OID]
    /// Whether decoding takes knowledge of types that are not built in; false for most statements.
    let needsCatalog: Bool

    /// Those of a result without any.
    static let none = Columns(names: [], types: [])

    init(names: [String], types: [OID]) {
        self.names = names
        self.types = types
        needsCatalog = types.contains(where: \.needsCatalog)
    }

    convenience init(of result: ResultHandle) {
        let range = 0..<result.columnCount
        self.init(
            names: range.map { result.columnName(at: $0) },
            types: range.map { result.columnType(at: $0) })
    }

    /// Whether a result still has these columns: DDL may have changed them since.
    func describes(_ result: ResultHandle) -> Bool {
        guard result.columnCount == types.count else { return false }
        for index in types.indices where result.columnType(at: index) != types[index] {
            return false
        }
        return true
    }

    /// Whether a result has these columns with these very names.
    func isSame(as result: ResultHandle) -> Bool {
        describes(result) && names.indices.allSatisfy { names[$0] == result.columnName(at: $0) }
    }
}

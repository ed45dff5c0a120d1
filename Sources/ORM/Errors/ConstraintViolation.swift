public import PGCore
import PGSchema

/// Which constraint of which entity a statement violated, and by which values.
///
/// ```swift
/// } catch let error as PGError {
///     if let violation = error.constraintViolation {
///         print(violation)        // User.email: unique, (email) = (a@x.org)
///     }
/// }
/// ```
public struct ConstraintViolation: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of constraint it is.
    public enum Kind: String, Sendable, Hashable {
        /// A value is there already.
        case unique
        /// A row that is referred to is not there, or one that is referred to cannot go.
        case foreignKey
        /// A value is missing.
        case notNull
        /// A condition is not met.
        case check
        /// Two rows exclude each other.
        case exclusion
    }

    /// What kind of constraint it is.
    public let kind: Kind
    /// The entity's name.
    public let entity: String
    /// The properties that the constraint is about; empty when they cannot be told.
    public let properties: [String]
    /// The constraint's name, which a missing value does not have.
    public let constraint: String?
    /// The columns and values at fault as the server reports them, such as `(email)=(a@x.org)`.
    public let key: String?
    /// The position, in its statement, of the instance that was written; `nil` when it cannot be
    /// told.
    public let row: Int?

    /// Such as `User.email: unique`, with the values at fault.
    public var description: String {
        let subject = ([entity] + [properties.joined(separator: ", ")].filter { !$0.isEmpty })
            .joined(separator: ".")
        return "\(subject): \(kind.rawValue)\(key.map { ", \($0)" } ?? "")"
    }
}

extension PGError {
    /// Which constraint of which entity was violated, when a session wrote instances.
    public var constraintViolation: ConstraintViolation? { underlying as? ConstraintViolation }

    /// Adds which constraint was violated, by which of the instances that were written.
    func namingViolation(of mapping: EntityMapping, _ rows: some Sequence<Tracked>) -> PGError {
        guard let server, let kind = ConstraintViolation.Kind(server.sqlState) else {
            return namingColumn(of: mapping)
        }
        let detail = server.detail.flatMap(KeyDetail.init)
        // A referring row's table reports the deletion of one it refers to.
        let isOwn = server.table == nil || server.table == mapping.definition.name
        var properties = isOwn ? self.properties(of: mapping) : []
        if properties.isEmpty, isOwn, let detail {
            properties = detail.columns.compactMap(mapping.property(forColumn:))
        }
        let row = isOwn ? rows.firstIndex(violating: kind, self, detail, mapping) : nil
        let violation = ConstraintViolation(
            kind: kind, entity: mapping.name, properties: properties,
            constraint: server.constraint, key: detail?.text, row: row)
        let named = namingColumn(of: mapping).caused(by: violation)
        return row.map { named.inRow($0) } ?? named
    }

    private func properties(of mapping: EntityMapping) -> [String] {
        if let constraint = server?.constraint {
            return mapping.type.properties(forConstraint: constraint)
        }
        return server?.column.flatMap(mapping.property(forColumn:)).map { [$0] } ?? []
    }
}

extension SessionState {
    /// Adds which constraint was violated, when the server says so later than with the row: at the
    /// commit, or when a flush ends.
    func namingTable(_ error: PGError) -> PGError {
        guard let server = error.server, let name = server.table, server.constraint != nil,
            let table = map.usedTables.first(where: { $0.mapping.definition.name == name })
        else { return error }
        return error.namingViolation(of: table.mapping, [])
    }
}

extension ConstraintViolation.Kind {
    fileprivate init?(_ state: SQLState) {
        switch state {
        case .uniqueViolation: self = .unique
        case .foreignKeyViolation: self = .foreignKey
        case .notNullViolation: self = .notNull
        case .checkViolation: self = .check
        case .exclusionViolation: self = .exclusion
        default: return nil
        }
    }
}

extension EntityMapping {
    fileprivate func property(forColumn name: String) -> String? {
        definition.columns.firstIndex { $0.name == name }.map { propertyNames[$0] }
    }
}

/// The columns and values of a detail of the server, such as `Key (a, b)=(1, 2) already exists`.
private struct KeyDetail {
    let columns: [String]
    let values: String
    let text: String

    init?(_ detail: String) {
        guard let match = detail.firstMatch(of: #/Key \((.*?)\)=\((.*)\) (?:already|is|conflicts)/#)
        else { return nil }
        columns = match.1.split(separator: ", ").map { $0.filter { $0 != "\"" } }
        values = String(match.2)
        text = "(\(match.1))=(\(values))"
    }
}

extension Sequence<Tracked> {
    /// The position of the instance that a violation is about.
    fileprivate func firstIndex(
        violating kind: ConstraintViolation.Kind, _ error: PGError, _ detail: KeyDetail?,
        _ mapping: EntityMapping
    ) -> Int? {
        if kind == .notNull, let column = error.server?.column {
            guard let index = mapping.definition.columns.firstIndex(where: { $0.name == column })
            else { return nil }
            return position { $0.parameter(index).isNull }
        }
        guard let detail else { return nil }
        let indexes = detail.columns.compactMap { name in
            mapping.definition.columns.firstIndex { $0.name == name }
        }
        guard indexes.count == detail.columns.count else { return nil }
        return position { tracked in
            let values = indexes.map { tracked.parameter($0).textRepresentation }
            return values.joined(separator: ", ") == detail.values
        }
    }

    /// The position of the last instance for which the condition holds: of two with one key in a
    /// statement it is the second that fails.
    private func position(_ condition: (Tracked) -> Bool) -> Int? {
        var found: Int?
        for (number, tracked) in enumerated() where condition(tracked) { found = number }
        return found
    }
}

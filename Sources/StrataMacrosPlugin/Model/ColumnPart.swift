/// One column of a property; only a reference to a composite key has several.
struct ColumnPart {
    /// The name of the member that stands for the column in `Columns`.
    let member: String
    /// The column's name as an expression.
    let columnLiteral: String
    /// The column's name as far as it is known here.
    let columnName: String
    /// The Swift type of the column's values, without `Optional`.
    let valueType: String
    /// Whether the column may be NULL.
    let isNullable: Bool
    /// The column's SQL type as an expression.
    let sqlType: String
    /// The column's value, with `nil` for one that is not known, as an expression of the instance
    /// that is named.
    let valueOf: (String) -> String

    /// The column's value as an expression of the entity.
    var value: String { valueOf("self") }

    /// The Swift type of the column's values.
    var columnType: String { isNullable ? PropertyType.optional(valueType) : valueType }
}

extension Property {
    /// The columns, in the order of the target's key where it is a reference.
    ///
    /// How many an embedded group has is not known here: it has none.
    var parts: [ColumnPart] {
        if isEmbedded { return [] }
        guard let target, !referencedKey.isEmpty else {
            return [
                ColumnPart(
                    member: columnMember, columnLiteral: columnLiteral, columnName: columnName,
                    valueType: valueType, isNullable: isNullable, sqlType: sqlType,
                    valueOf: { target == nil ? bound(value(of: $0)) : value(of: $0) })
            ]
        }
        let given = referencingColumns
        return referencedKey.enumerated().map { position, key in
            let name =
                position < given.count
                ? given[position] : ColumnName.of(plainName) + "_" + ColumnName.of(key)
            let type = "\(target).ID.Parts.\(key)"
            return ColumnPart(
                member: plainName + key.prefix(1).uppercased() + key.dropFirst(),
                columnLiteral: "\"\(name)\"", columnName: name, valueType: type,
                isNullable: self.type.isOptional, sqlType: type + ".sqlType",
                valueOf: { "\(value(of: $0))?.\(key)" })
        }
    }

    /// The properties of the target's composite key, as `@BelongsTo(key:)` names them.
    var referencedKey: [String] { attribute(.belongsTo)?.strings("key") ?? [] }

    /// The columns of a foreign key, where `@BelongsTo(columns:)` names them.
    var referencingColumns: [String] { attribute(.belongsTo)?.strings("columns") ?? [] }

    /// Whether it refers to a composite key.
    var isCompositeReference: Bool { target != nil && !referencedKey.isEmpty }
}

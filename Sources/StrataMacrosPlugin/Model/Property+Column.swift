import SwiftSyntax
/// The column a property maps to. A to-one relationship maps to its foreign key.
extension Property {
    /// Whether there is one: a to-many relationship has none.
    var isColumn: Bool {
        if case .toMany = role { return false }
        return true
    }

    /// The class a foreign key of a relationship points to.
    var target: String? {
        if case .toOne(let target) = role { return target }
        return nil
    }

    /// The column's name as an expression: a string literal, or what `@Column` was given.
    var columnLiteral: String {
        attribute(.column)?.text(nil) ?? "\"\(columnName)\""
    }

    /// The column's name as far as it is known here, for finding two that are the same.
    var columnName: String {
        if let given = attribute(.column)?.argument(nil) {
            return given.literalText ?? given.trimmedDescription
        }
        let name = ColumnName.of(plainName)
        return target == nil ? name : name + "_id"
    }

    /// The name of the member that stands for the column in `Columns` and `Snapshot`.
    var columnMember: String { target == nil ? name : plainName + "ID" }

    /// The Swift type of the column's values, without `Optional`.
    var valueType: String {
        target.map { $0 + ".ID" } ?? deferredType?.wrapped ?? wrapper ?? type.wrapped
    }

    /// Whether the column may be NULL.
    var isNullable: Bool { deferredType?.isOptional ?? type.isOptional }

    /// The Swift type of the column's values.
    var columnType: String {
        isNullable ? PropertyType.optional(valueType) : valueType
    }

    /// The column's SQL type as an expression.
    var sqlType: String {
        attribute(.column)?.text("type") ?? valueType + ".sqlType"
    }
}

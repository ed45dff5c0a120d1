/// Columns that several references have, or a reference and a plain property.
///
/// Each column has one owner, which is written and read for it: the plain property if there is one,
/// else the first.
extension TypeModel {
    /// Whether columns can be shared at all; most types need no search for it.
    var mayShareColumns: Bool { properties.contains(where: \.isCompositeReference) }

    /// The columns in their order, each once, with their owners.
    var ownedParts: [(column: Property, part: ColumnPart)] {
        let all = columns.flatMap { column in column.parts.map { (column, $0) } }
        guard mayShareColumns else { return all }
        return all.filter { column, part in isOwner(column, of: part) }
    }

    /// Whether a property stands for one of its columns.
    func isOwner(_ property: Property, of part: ColumnPart) -> Bool {
        !mayShareColumns || owner(of: part.columnName)?.name == property.name
    }

    /// The property that stands for a column.
    func owner(of column: String) -> Property? {
        let all = sharers(of: column).map(\.column)
        return all.first { $0.target == nil } ?? all.first
    }

    /// The properties with a column.
    func sharers(of column: String) -> [(column: Property, part: ColumnPart)] {
        columns.flatMap { property in
            property.parts.filter { $0.columnName == column }.map { (property, $0) }
        }
    }

    /// The properties with a column, of which one is known.
    func sharers(
        of part: ColumnPart, _ known: Property
    ) -> [(column: Property, part: ColumnPart)] {
        mayShareColumns ? sharers(of: part.columnName) : [(known, part)]
    }

    /// The position of a column.
    func position(of column: String) -> Int? {
        ownedParts.firstIndex { $0.part.columnName == column }
    }

    /// Whether NULL is a value of a column: it must be one of all properties that have it.
    func isNullable(_ part: ColumnPart) -> Bool {
        guard mayShareColumns else { return part.isNullable }
        return sharers(of: part.columnName).allSatisfy(\.part.isNullable)
    }

    /// Where a row has a column that was read for another property; `nil` where it is read now.
    func earlierPlace(of part: ColumnPart, in property: Property) -> Int? {
        if isOwner(property, of: part) { return nil }
        return ownedParts.filter { $0.column.deferredType == nil }
            .firstIndex { $0.part.columnName == part.columnName }
    }
}

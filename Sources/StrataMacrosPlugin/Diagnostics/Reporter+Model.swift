import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// Checks of the properties together.
extension Reporter {
    /// Reports everything that keeps a type from being mapped.
    mutating func check(_ model: TypeModel, _ attribute: AttributeSyntax) {
        if model.columns.isEmpty {
            error(
                "noColumns",
                "There are no stored properties, so the table would have no columns.",
                at: attribute)
            return
        }
        checkPrimaryKeys(model, attribute)
        checkColumnNames(model)
        for property in model.properties {
            checkAttributes(property)
            checkStorage(property, model)
            checkRelationship(property, model)
            if property.key != nil { checkKeyType(property) }
            checkReserved(property, model)
        }
    }

    private mutating func checkPrimaryKeys(_ model: TypeModel, _ attribute: AttributeSyntax) {
        let keys = model.properties.filter { $0.key != nil }
        if model.kind == .entity, keys.isEmpty {
            error(
                "noPrimaryKey",
                "An @Entity needs a primary key: mark one property with @PrimaryKey.",
                at: attribute)
        }
        guard keys.count > 1, let first = keys.first?.attribute(.primaryKey) else { return }
        for key in keys.dropFirst() {
            error(
                "twoPrimaryKeys",
                "A table has one primary key, and '\(keys[0].plainName)' is it already.",
                at: key.attribute(.primaryKey) ?? attribute,
                notes: [Self.note("'\(keys[0].plainName)' is marked here.", at: first)])
        }
    }

    private mutating func checkColumnNames(_ model: TypeModel) {
        var seen: [String: Property] = [:]
        for property in model.columns {
            let name = property.columnName
            if name.isEmpty {
                error(
                    "emptyColumnName",
                    "The name of the column of '\(property.plainName)' is empty.",
                    at: property.attribute(.column) ?? AttributeSyntax("Column"))
            }
            guard let first = seen.updateValue(property, forKey: name) else { continue }
            error(
                "sameColumn",
                "'\(first.plainName)' and '\(property.plainName)' both map to the column "
                    + "'\(name)': name one of them with @Column(\"…\").",
                at: property.declaration.bindings,
                notes: [
                    Self.note(
                        "'\(first.plainName)' is declared here.", at: first.declaration.bindings)
                ])
        }
    }

    private mutating func checkReserved(_ property: Property, _ model: TypeModel) {
        let reserved: Set<String> =
            switch model.kind {
            case .table: ["selectedExpressions", "insertValues"]
            case .entity: ["selectedExpressions", "snapshot", "persistentID", "unsetColumns"]
            }
        guard reserved.contains(property.plainName) else { return }
        error(
            "reservedName",
            "'\(property.plainName)' is a name @\(model.kind.rawValue) itself needs: rename the "
                + "property and keep the column's name with @Column(\"…\").",
            at: property.declaration.bindings)
    }
}

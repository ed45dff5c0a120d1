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
        checkVersions(model)
        for property in model.properties {
            checkAttributes(property)
            checkStorage(property, model)
            checkRelationship(property, model)
            if property.key != nil { checkKeyType(property) }
            checkReserved(property, model)
            checkKind(property, model)
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
    }

    private mutating func checkColumnNames(_ model: TypeModel) {
        var seen: [String: Property] = [:]
        for (property, name) in model.columns.flatMap(Self.names) {
            if name.isEmpty {
                error(
                    "emptyColumnName",
                    "The name of the column of '\(property.plainName)' is empty.",
                    at: property.attribute(.column) ?? AttributeSyntax("Column"))
            }
            guard let first = seen.updateValue(property, forKey: name) else { continue }
            // A reference of several columns may have some of them together with others.
            let mayShare = first.isCompositeReference || property.isCompositeReference
            if mayShare, first.name != property.name { continue }
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

    private mutating func checkVersions(_ model: TypeModel) {
        let marked = model.properties.filter { $0.attribute(.version) != nil }
        for property in marked {
            guard let attribute = property.attribute(.version) else { continue }
            if model.kind == .table {
                error(
                    "versionInTable", "@Version is for an @Entity, whose changes a session writes.",
                    at: attribute)
            } else if property.type.isOptional || property.key != nil || property.target != nil {
                error(
                    "versionProperty",
                    "@Version needs a whole number or a date that is never NULL, and no key; "
                        + "'\(property.plainName)' is \(property.type.text).",
                    at: attribute)
            } else if model.versionSource != nil || property.name != marked.first?.name {
                error("twoVersions", "A row has one version.", at: attribute)
            }
        }
    }

    private static func names(_ property: Property) -> [(Property, String)] {
        property.parts.map { (property, $0.columnName) }
    }

    private mutating func checkReserved(_ property: Property, _ model: TypeModel) {
        let reserved: Set<String> =
            switch model.kind {
            case .table: ["selectedExpressions", "insertValues"]
            case .group: ["selectedExpressions"]
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

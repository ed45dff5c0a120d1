import SwiftSyntax

/// Checks of attributes that change what a column holds, or who writes it.
extension Reporter {
    mutating func checkKind(_ property: Property, _ model: TypeModel) {
        checkPlace(property, model)
        if let attribute = property.attribute(.embedded) { checkGroup(property, attribute) }
        if property.type.baseName == "Deferred" { checkDeferred(property, model) }
        if let attribute = property.attribute(.generated) { checkGenerated(property, attribute) }
        for marker in [Marker.createdAt, .updatedAt] {
            guard let attribute = property.attribute(marker), property.type.isOptional else {
                continue
            }
            error(
                "optionalTime",
                "The server fills '\(property.plainName)' in, so that it is never NULL: it must not "
                    + "be optional.",
                at: attribute)
        }
        if let attribute = property.attribute(.softDelete) {
            checkSoftDelete(property, attribute, model)
        }
        if let attribute = property.attribute(.stored), property.attribute(.json) != nil {
            error("twoCodecs", "A column is kept as JSON or by a codec, not both.", at: attribute)
        }
    }

    /// Attributes that need a session, or a table of their own.
    private mutating func checkPlace(_ property: Property, _ model: TypeModel) {
        let misplaced: Set<String> =
            switch model.kind {
            case .entity: []
            case .table: ["Embedded", "UpdatedAt", "SoftDelete"]
            case .group:
                [
                    "PrimaryKey", "Unique", "Index", "Check", "Default", "References", "Version",
                    "Embedded", "Generated", "CreatedAt", "UpdatedAt", "SoftDelete", "BelongsTo",
                    "HasMany", "HasOne", "ManyToMany",
                ]
            }
        for (marker, attribute) in property.markers where misplaced.contains(marker.rawValue) {
            error(
                "misplacedMarker",
                model.kind == .group
                    ? "@\(marker.rawValue) is for the table that a group of columns is put into, not "
                        + "for the group."
                    : "@\(marker.rawValue) is for an @Entity, whose rows a session reads and writes.",
                at: attribute)
        }
    }

    private mutating func checkGroup(_ property: Property, _ attribute: AttributeSyntax) {
        let others = property.markers.filter { $0.marker != .embedded }
        guard let other = others.first else { return }
        error(
            "groupMarker",
            "'\(property.plainName)' is a group of columns, which @\(other.marker.rawValue) cannot "
                + "be about.",
            at: other.syntax)
    }

    /// A row is marked by a time, or by a flag.
    private mutating func checkSoftDelete(
        _ property: Property, _ attribute: AttributeSyntax, _ model: TypeModel
    ) {
        let plain: Set<Marker> = [.softDelete, .column, .index, .default]
        let isFlag = property.type.baseName == "Bool"
        let isTime = property.type.isOptional && !isFlag && property.type.baseName != "ToOne"
        if model.isView {
            error("softDeleteView", "Rows of a view are never deleted.", at: attribute)
        } else if let other = property.markers.first(where: { !plain.contains($0.marker) }) {
            error(
                "softDeleteMarker",
                "'\(property.plainName)' says that a row is deleted, which does not go with "
                    + "@\(other.marker.rawValue).",
                at: other.syntax)
        } else if property.type.isOptional == isFlag || !(isFlag || isTime) {
            error(
                "softDeleteType",
                "@SoftDelete needs a date that may be NULL, or a Bool; '\(property.plainName)' is "
                    + "\(property.type.text).",
                at: attribute)
        } else if isFlag, property.initialValue == nil, property.sqlDefault == nil {
            error(
                "softDeleteValue",
                "A new row is not deleted: write 'var \(property.plainName): Bool = false'.",
                at: property.declaration.bindings)
        }
        let marked = model.properties.filter { $0.attribute(.softDelete) != nil }
        if let first = marked.first, first.name != property.name {
            error("twoSoftDeletes", "A row is deleted once.", at: attribute)
        }
    }

    private mutating func checkDeferred(_ property: Property, _ model: TypeModel) {
        let name = property.plainName
        if model.kind != .entity {
            error(
                "deferredPlace", "A Deferred column is for an @Entity, whose session loads it.",
                at: property.declaration.bindings)
        } else if property.type.isOptional {
            error(
                "optionalDeferred",
                "'\(name)' is never missing itself: a column that may be NULL is "
                    + "Deferred<\(property.type.argument ?? "Value")?>.",
                at: property.declaration.bindings)
        } else if property.initialValue != nil {
            error(
                "initialDeferred",
                "'\(name)' cannot have an initial value: it starts out unloaded.",
                at: property.declaration.bindings)
        }
        let plain: Set<Marker> = [.column, .unique, .index, .check]
        if let other = property.markers.first(where: { !plain.contains($0.marker) }) {
            error(
                "deferredMarker",
                "'\(name)' is Deferred, which does not go with @\(other.marker.rawValue).",
                at: other.syntax)
        }
    }

    private mutating func checkGenerated(_ property: Property, _ attribute: AttributeSyntax) {
        let others: Set<Marker> = [.default, .primaryKey, .version, .createdAt, .updatedAt]
        if let other = property.markers.first(where: { others.contains($0.marker) }) {
            error(
                "generatedMarker",
                "The server computes '\(property.plainName)', which does not go with "
                    + "@\(other.marker.rawValue).",
                at: other.syntax)
        } else if property.initialValue != nil {
            error(
                "generatedValue",
                "'\(property.plainName)' cannot have an initial value: the server computes it.",
                at: property.declaration.bindings)
        }
    }
}

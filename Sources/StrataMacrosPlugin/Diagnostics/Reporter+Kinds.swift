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
        if let attribute = property.attribute(.stored), property.attribute(.json) != nil {
            error("twoCodecs", "A column is kept as JSON or by a codec, not both.", at: attribute)
        }
    }

    /// Attributes that need a session, or a table of their own.
    private mutating func checkPlace(_ property: Property, _ model: TypeModel) {
        let misplaced: Set<String> =
            switch model.kind {
            case .entity: []
            case .table: ["Embedded", "UpdatedAt"]
            case .group:
                [
                    "PrimaryKey", "Unique", "Index", "Check", "Default", "References", "Version",
                    "Embedded", "Generated", "CreatedAt", "UpdatedAt", "BelongsTo", "HasMany",
                    "HasOne", "ManyToMany",
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

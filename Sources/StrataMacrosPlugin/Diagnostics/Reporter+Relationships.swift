import SwiftDiagnostics
import SwiftSyntax

/// Checks of relationships whose foreign key is on the other side, or in between.
extension Reporter {
    /// The attribute of such a relationship says which type the property has.
    mutating func checkOtherSide(_ property: Property) {
        guard let (marker, attribute) = property.otherSideAttribute else { return }
        let wanted = marker.valueType(attribute)
        guard property.type.baseName != wanted else { return }
        error(
            "\(marker.rawValue)Type",
            "@\(marker.rawValue) needs a property of type \(wanted)<…>; '\(property.plainName)' is "
                + "\(property.type.text).",
            at: attribute)
    }

    mutating func checkToMany(_ property: Property) {
        let name = property.plainName
        if let attribute = property.attribute(.belongsTo) {
            error(
                "belongsToType",
                "@BelongsTo needs a property of type ToOne<…> or ToOne<…>?; '\(name)' is "
                    + "\(property.type.text).",
                at: attribute)
        } else if property.otherSideAttribute == nil {
            missingOtherSide(property)
        } else {
            checkOtherSide(property)
            checkJoinTable(property)
        }
        if property.type.isOptional {
            let isMany = property.type.baseName != "ToOneInverse"
            error(
                isMany ? "optionalToMany" : "optionalHasOne",
                "'\(name)' cannot be optional: "
                    + (isMany
                        ? "no rows are an empty relationship."
                        : "its value is nil when there is no row."),
                at: property.declaration.bindings)
        }
    }

    private mutating func missingOtherSide(_ property: Property) {
        let other = property.type.argument ?? "Other"
        let attribute =
            switch property.type.baseName {
            case "ToOneInverse": "@HasOne and its inverse, such as @HasOne(\\\(other).owner)."
            case "Through": "@HasMany(through:) and the two properties that lead there."
            default:
                "@HasMany and its inverse, such as @HasMany(\\\(other).owner)."
            }
        error(
            "missingHasMany",
            "'\(property.plainName)' is a relationship: mark it with \(attribute)",
            at: property.declaration.bindings)
    }

    /// The columns of a join table can be read here only where they are written out.
    private mutating func checkJoinTable(_ property: Property) {
        guard let attribute = property.attribute(.manyToMany) else { return }
        for label in ["from", "to"] {
            guard let argument = attribute.argument(label) else { continue }
            let elements = argument.as(ArrayExprSyntax.self)?.elements
            let isWritten = elements?.allSatisfy { $0.expression.literalText != nil } ?? false
            if !isWritten {
                error(
                    "joinLiteral",
                    "\(label): takes string literals, because a macro cannot see other values.",
                    at: argument)
            }
        }
        if attribute.argument("from") == nil, let other = attribute.argument("to") {
            error("joinColumns", "to: needs from: with the columns of this side.", at: other)
        } else if attribute.argument("to") == nil, let other = attribute.argument("from") {
            error("joinColumns", "from: needs to: with the columns of the other side.", at: other)
        }
    }
}

extension Property {
    /// The attribute that says where the foreign key is, if it is not here.
    var otherSideAttribute: (marker: Marker, syntax: AttributeSyntax)? {
        markers.first { [.hasMany, .hasOne, .manyToMany].contains($0.marker) }
    }
}

extension Marker {
    /// The type of a property with this attribute.
    fileprivate func valueType(_ attribute: AttributeSyntax) -> String {
        switch self {
        case .hasOne: "ToOneInverse"
        case .hasMany where attribute.argument("through") != nil: "Through"
        default: "ToMany"
        }
    }
}

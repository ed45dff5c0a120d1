import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// Checks of one property.
extension Reporter {
    /// Property wrappers and other macros would move the storage away.
    mutating func checkAttributes(_ property: Property) {
        for case .attribute(let attribute) in property.declaration.attributes {
            let name = attribute.baseName
            let isOther = name.first?.isUppercase == true && name != "MainActor"
            guard isOther, Marker(attribute) == nil else { continue }
            error(
                "foreignAttribute",
                "'\(property.plainName)' cannot be a column: @\(name) changes how it is stored.",
                at: attribute)
        }
        let checks = property.attributes(.check).filter { $0.text("name") == nil }
        if checks.count > 1 {
            error(
                "unnamedCheck",
                "Two checks of one column need names: @Check(\"…\", name: \"…\").", at: checks[1])
        }
    }

    /// What is loaded must be writable, and what the server makes has no initial value.
    mutating func checkStorage(_ property: Property, _ model: TypeModel) {
        if property.isLet, model.kind == .entity || property.initialValue != nil {
            let text =
                model.kind == .entity
                ? "'\(property.plainName)' must be a var: loading a row writes it."
                : "'\(property.plainName)' must be a var: a constant with a value cannot be read "
                    + "from a row."
            let specifier = property.declaration.bindingSpecifier
            error(
                "letProperty", text, at: specifier,
                fixIts: [
                    Self.replacing(
                        specifier,
                        with: specifier.with(\.tokenKind, .keyword(.var)), "Use 'var'.")
                ])
        }
        guard property.initialValue != nil else { return }
        if property.isIdentity {
            error(
                "initialIdentity",
                "'\(property.plainName)' cannot have an initial value: the server makes it.",
                at: property.declaration.bindings)
        } else if case .column = property.role {
        } else {
            error(
                "initialRelationship",
                "'\(property.plainName)' cannot have an initial value: it starts out unloaded.",
                at: property.declaration.bindings)
        }
    }

    /// A relationship and its attribute belong together.
    mutating func checkRelationship(_ property: Property, _ model: TypeModel) {
        let name = property.plainName
        switch property.role {
        case .column:
            checkOtherSide(property)
            if let attribute = property.attribute(.belongsTo) {
                error(
                    "belongsToType",
                    "@BelongsTo needs a property of type ToOne<…> or ToOne<…>?; '\(name)' is "
                        + "\(property.type.text).",
                    at: attribute)
            }
        case _ where model.kind == .table:
            error(
                "relationshipInTable",
                "A @Table struct has no relationships: keep the key and mark it with @References.",
                at: property.declaration.bindings)
        case .toOne: checkToOne(property)
        case .toMany: checkToMany(property)
        }
    }

    private mutating func checkToOne(_ property: Property) {
        let name = property.plainName
        if property.otherSideAttribute != nil {
            checkOtherSide(property)
        } else if property.attribute(.belongsTo) == nil {
            error(
                "missingBelongsTo", "'\(name)' is a relationship: mark it with @BelongsTo.",
                at: property.declaration.bindings, fixIts: [belongsTo(property.declaration)])
        }
        if let key = property.attribute(.primaryKey) {
            if property.key != .natural {
                error(
                    "relationshipKey",
                    "'\(name)' gets its key from the other row: mark it with @PrimaryKey alone.",
                    at: key)
            }
        }
        if let attribute = property.attribute(.belongsTo) { checkReference(property, attribute) }
    }

    /// The columns of a composite foreign key can be counted here only where they are written out.
    private mutating func checkReference(_ property: Property, _ attribute: AttributeSyntax) {
        for label in ["key", "columns"] {
            guard let argument = attribute.argument(label) else { continue }
            let elements = argument.as(ArrayExprSyntax.self)?.elements
            let isWritten = elements?.allSatisfy { $0.expression.literalText != nil } ?? false
            if !isWritten {
                error(
                    "referenceLiteral",
                    "\(label): takes string literals, because a macro cannot see other values.",
                    at: argument)
            }
        }
        let key = property.referencedKey
        if key.count == 1, let at = attribute.argument("key") {
            error(
                "referenceKey", "A key of one property needs no key: it is known.", at: at)
        }
        let columns = property.referencingColumns
        if !columns.isEmpty, columns.count != max(key.count, 1),
            let at = attribute.argument("columns")
        {
            error(
                "referenceColumns",
                key.isEmpty
                    ? "columns: needs key: with the properties of the other entity's key."
                    : "There are \(columns.count) columns for a key of \(key.count) properties.",
                at: at)
        }
        if !key.isEmpty, let column = property.attribute(.column) {
            error(
                "compositeColumn",
                "'\(property.plainName)' has \(key.count) columns: name them with "
                    + "@BelongsTo(columns:).",
                at: column)
        }
    }

    private func belongsTo(_ declaration: VariableDeclSyntax) -> FixIt {
        var marked = declaration
        marked.leadingTrivia = []
        let attribute = AttributeSyntax(
            leadingTrivia: declaration.leadingTrivia,
            attributeName: IdentifierTypeSyntax(name: .identifier("BelongsTo")),
            trailingTrivia: .space)
        marked.attributes.insert(.attribute(attribute), at: marked.attributes.startIndex)
        return Self.replacing(declaration, with: marked, "Add @BelongsTo.")
    }

    /// A key has a type that fits how it gets its value.
    mutating func checkKeyType(_ property: Property) {
        guard let attribute = property.attribute(.primaryKey) else { return }
        if case .toOne = property.role, !property.type.isOptional { return }
        let name = property.plainName
        if property.type.isOptional {
            error(
                "optionalKey",
                "A primary key is never NULL: '\(name)' must not be optional. Before the first "
                    + "flush, an entity's 'persistentID' is nil.",
                at: attribute)
        } else if property.isIdentity, !KeyTypes.mayBeInteger(property.type) {
            error(
                "identityType",
                "@PrimaryKey(.\(property.key?.rawValue ?? "")) needs Int, Int16, Int32 or Int64; '\(name)' is "
                    + "\(property.type.text).",
                at: attribute,
                notes: [
                    Self.note(
                        "Keys that the client gives are @PrimaryKey, UUIDs that the server makes "
                            + "are @PrimaryKey(.uuid).", at: attribute)
                ])
        } else if property.key == .uuid || property.key == .uuidV7,
            !KeyTypes.mayBeUUID(property.type)
        {
            error(
                "uuidType",
                "@PrimaryKey(.\(property.key?.rawValue ?? "")) needs a UUID; '\(name)' is \(property.type.text).",
                at: attribute)
        }
    }
}

/// What a macro can tell from a type's name, which may be an alias where it does not know it.
private enum KeyTypes {
    private static let integers: Set<String> = ["Int", "Int16", "Int32", "Int64"]
    private static let others: Set<String> = [
        "Array", "Bool", "Character", "Data", "Date", "Decimal", "Double", "Float", "Int8",
        "String", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
    ]

    static func mayBeInteger(_ type: PropertyType) -> Bool {
        guard let name = type.baseName else { return false }
        return name != "UUID" && !others.contains(name)
    }

    static func mayBeUUID(_ type: PropertyType) -> Bool {
        guard let name = type.baseName else { return false }
        return !integers.contains(name) && !others.contains(name)
    }
}

import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@BelongsTo`: storage of its own, so that reading can name the relationship in errors.
struct BelongsToMacro: AccessorMacro, PeerMacro {
    static var formatMode: FormatMode { .disabled }

    static func expansion(
        of node: AttributeSyntax, providingAccessorsOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [AccessorDeclSyntax] {
        RelationshipStorage(declaration, in: context)?.accessors ?? []
    }

    static func expansion(
        of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        guard let storage = RelationshipStorage(declaration, in: context) else { return [] }
        return ["private var \(raw: storage.name): \(raw: storage.type)"]
    }
}

/// `@HasMany`, `@HasOne` and `@ManyToMany`: storage that starts out unloaded.
struct HasManyMacro: AccessorMacro, PeerMacro {
    static var formatMode: FormatMode { .disabled }

    static func expansion(
        of node: AttributeSyntax, providingAccessorsOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [AccessorDeclSyntax] {
        RelationshipStorage(declaration, in: context)?.accessors ?? []
    }

    static func expansion(
        of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        guard let storage = RelationshipStorage(declaration, in: context) else { return [] }
        // On a type that is not a relationship `@Entity` reports the error; this must only compile.
        let initial =
            storage.isRelationship ? " = \(storage.type)().named(\"\(storage.label)\")" : ""
        return ["private var \(raw: storage.name): \(raw: storage.type)\(raw: initial)"]
    }
}

/// The stored property behind a relationship.
private struct RelationshipStorage {
    let name: String
    let type: String
    let isRelationship: Bool
    /// The relationship's name in errors.
    let label: String
    let accessors: [AccessorDeclSyntax]

    init?(_ declaration: some DeclSyntaxProtocol, in context: some MacroExpansionContext) {
        guard let property = PropertyParser.single(declaration) else { return nil }
        name = "_" + property.plainName
        type = property.type.text
        if case .column = property.role { isRelationship = false } else { isRelationship = true }
        label = "\(context.enclosingTypeName).\(property.plainName)"
        let chain = property.type.isOptional ? "?" : ""
        let getter = isRelationship ? "\(name)\(chain).named(\"\(label)\")" : name
        // Appending in place: through a getter and a setter it would copy all instances each time.
        let modify: [AccessorDeclSyntax] =
            ["ToMany", "ToOneInverse"].contains(property.type.baseName)
            ? ["_modify { yield &\(raw: name) }"] : []
        accessors = ["get { \(raw: getter) }", "set { \(raw: name) = newValue }"] + modify
    }
}

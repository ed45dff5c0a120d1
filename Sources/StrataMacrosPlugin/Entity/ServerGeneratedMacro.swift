import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@_ServerGenerated`: a property over optional storage, because the server makes its value.
struct ServerGeneratedMacro: AccessorMacro, PeerMacro {
    static var formatMode: FormatMode { .disabled }

    static func expansion(
        of node: AttributeSyntax, providingAccessorsOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [AccessorDeclSyntax] {
        guard let property = PropertyParser.single(declaration) else { return [] }
        let name = property.plainName
        return [
            "get { Self.known(_\(raw: name), \"\(raw: name)\") }",
            "set { _\(raw: name) = newValue }",
        ]
    }

    static func expansion(
        of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        guard let property = PropertyParser.single(declaration) else { return [] }
        let type = PropertyType.optional(property.type.wrapped)
        return ["private var _\(raw: property.plainName): \(raw: type)"]
    }
}

import SwiftSyntax
import SwiftSyntaxMacros

/// The attributes that only say something to `@Table` or `@Entity`.
struct MarkerMacro: PeerMacro {
    static func expansion(
        of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        if !context.isInMappedType {
            var reporter = Reporter()
            reporter.error(
                "markerAlone",
                "@\(node.baseName) does nothing outside of a type with @Table, @Entity or @ColumnGroup.",
                at: node
            )
            reporter.diagnostics.forEach(context.diagnose)
        }
        return []
    }
}

extension MacroExpansionContext {
    /// Whether the declaration is a member of a type with `@Table` or `@Entity`.
    var isInMappedType: Bool {
        let type = lexicalContext.first?.asProtocol((any DeclGroupSyntax).self)
        return type?.attributes.contains { element in
            guard case .attribute(let attribute) = element else { return false }
            return TypeModel.Kind(rawValue: attribute.baseName) != nil
        } ?? false
    }

    /// The name of the type around the declaration.
    var enclosingTypeName: String {
        lexicalContext.first?.asProtocol((any NamedDeclSyntax).self)?.name.text ?? ""
    }
}

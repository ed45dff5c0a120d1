import SwiftSyntax

/// Generated code as syntax, without parsing it.
///
/// Only its text goes back to the compiler, which parses it anyway. Parsing here as well was most of
/// the time an expansion took where the plug-in is not optimised.
extension Code {
    /// The lines as one declaration.
    var declaration: DeclSyntax {
        DeclSyntax(MissingDeclSyntax(placeholder: .identifier(text)))
    }

    /// An extension with the lines as its members.
    func `extension`(of type: some TypeSyntaxProtocol, conformingTo name: String)
        -> ExtensionDeclSyntax
    {
        let conformance = IdentifierTypeSyntax(name: .identifier(name))
        return ExtensionDeclSyntax(
            extensionKeyword: .keyword(.extension, trailingTrivia: .space),
            extendedType: type.trimmed,
            inheritanceClause: InheritanceClauseSyntax(
                colon: .colonToken(trailingTrivia: .space),
                inheritedTypes: [InheritedTypeSyntax(type: conformance)], trailingTrivia: .space),
            memberBlock: MemberBlockSyntax(
                members: [MemberBlockItemSyntax(leadingTrivia: .newline, decl: declaration)],
                rightBrace: .rightBraceToken(leadingTrivia: .newline)))
    }
}

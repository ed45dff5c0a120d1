import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// `@Entity`: what makes a class one whose instances are rows with an identity.
struct EntityMacro {}

extension EntityMacro: MemberMacro {
    // The expansion is written as it should be read.
    static var formatMode: FormatMode { .disabled }

    /// Writes the initializers and coding keys, which only the class itself can hold.
    ///
    /// This role reports what is wrong; the others stay silent.
    static func expansion(
        of node: AttributeSyntax, providingMembersOf declaration: some DeclGroupSyntax,
        conformingTo protocols: [TypeSyntax], in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        var reporter = Reporter()
        let model = TypeModel.read(.entity, node, of: declaration, into: &reporter)
        reporter.diagnostics.forEach(context.diagnose)
        guard let model else { return [] }
        return EntityMembers(model: model).declarations.map(\.declaration)
    }
}

extension EntityMacro: ExtensionMacro {
    static func expansion(
        of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
        providingExtensionsOf type: some TypeSyntaxProtocol, conformingTo protocols: [TypeSyntax],
        in context: some MacroExpansionContext
    ) -> [ExtensionDeclSyntax] {
        guard let model = TypeModel.read(.entity, node, of: declaration) else { return [] }
        var code = Code(depth: 1)
        EntityExpansion(model: model, type: type.trimmedDescription).write(into: &code)
        return [code.extension(of: type, conformingTo: "ORM.Entity")]
    }
}

extension EntityMacro: MemberAttributeMacro {
    /// Moves what the server fills in to optional storage.
    ///
    /// The property's own attributes cannot do
    /// it: they mean the same in a struct, where the property stays as it is.
    static func expansion(
        of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
        providingAttributesFor member: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [AttributeSyntax] {
        // Where there is something to report, accessors would only add errors of their own.
        guard declaration.is(ClassDeclSyntax.self), let property = PropertyParser.single(member),
            property.isFilledInByServer, !property.isLet, property.initialValue == nil,
            case .column = property.role
        else { return [] }
        return ["@_ServerGenerated"]
    }
}

import SwiftSyntax

extension TypeModel {
    /// Reads a declaration and reports what is wrong with it, or returns `nil` when anything is.
    static func read(
        _ kind: Kind, _ attribute: AttributeSyntax, of declaration: some DeclGroupSyntax,
        into reporter: inout Reporter
    ) -> TypeModel? {
        guard reporter.checkType(kind, attribute, declaration) else { return nil }
        var parser = PropertyParser()
        var nestedTypes: Set<String> = []
        var initializers: Set<[String]> = []
        for member in declaration.memberBlock.members {
            if let variable = member.decl.as(VariableDeclSyntax.self) {
                parser.read(variable, into: &reporter)
            } else if let initializer = member.decl.as(InitializerDeclSyntax.self) {
                let parameters = initializer.signature.parameterClause.parameters
                initializers.insert(parameters.map(\.firstName.text))
            } else if let type = member.decl.asProtocol((any NamedDeclSyntax).self) {
                nestedTypes.insert(type.name.text)
            }
        }
        let model = TypeModel(
            kind: kind,
            typeName: declaration.asProtocol((any NamedDeclSyntax).self)?.name.text ?? "",
            access: Access(declaration.modifiers),
            tableLiteral: attribute.text(nil) ?? attribute.text("view") ?? "\"\"",
            schemaLiteral: attribute.text("schema"),
            versionSource: attribute.text("version"),
            constraintsSource: attribute.text("constraints"), properties: parser.properties,
            nestedTypes: nestedTypes, initializers: initializers,
            hasUnmappedStorage: parser.hasUnmappedStorage, isView: attribute.text("view") != nil)
        if reporter.diagnostics.isEmpty { reporter.check(model, attribute) }
        return reporter.diagnostics.isEmpty ? model : nil
    }

    /// Reads a declaration for a role that leaves reporting to another one.
    static func read(
        _ kind: Kind, _ attribute: AttributeSyntax, of declaration: some DeclGroupSyntax
    ) -> TypeModel? {
        var reporter = Reporter()
        return read(kind, attribute, of: declaration, into: &reporter)
    }
}

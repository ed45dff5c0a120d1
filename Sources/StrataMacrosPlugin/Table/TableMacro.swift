import SwiftSyntax
import SwiftSyntaxMacros

/// `@Table`: one extension with all that makes a struct a row of a table.
struct TableMacro: ExtensionMacro {
    // The expansion is written as it should be read.
    static var formatMode: FormatMode { .disabled }

    static func expansion(
        of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
        providingExtensionsOf type: some TypeSyntaxProtocol, conformingTo protocols: [TypeSyntax],
        in context: some MacroExpansionContext
    ) -> [ExtensionDeclSyntax] {
        var reporter = Reporter()
        let model = TypeModel.read(.table, node, of: declaration, into: &reporter)
        reporter.diagnostics.forEach(context.diagnose)
        guard let model else { return [] }
        var code = Code(depth: 1)
        TableExpansion(model: model, type: type.trimmedDescription).write(into: &code)
        return [code.extension(of: type, conformingTo: "QueryBuilder.Table")]
    }
}

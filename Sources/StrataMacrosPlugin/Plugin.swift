import SwiftCompilerPlugin
import SwiftSyntaxMacros

@main
struct StrataPlugin: CompilerPlugin {
    let providingMacros: [any Macro.Type] = [
        TableMacro.self, ColumnGroupMacro.self, EntityMacro.self, MarkerMacro.self,
        ServerGeneratedMacro.self,
        BelongsToMacro.self, HasManyMacro.self, SQLMacro.self,
    ]
}

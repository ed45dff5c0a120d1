import SwiftDiagnostics
import SwiftSyntax

/// Checks of the declaration the macro is attached to.
extension Reporter {
    /// Returns whether this is a kind of type the macro can map.
    mutating func checkType(
        _ kind: TypeModel.Kind, _ attribute: AttributeSyntax, _ declaration: some DeclGroupSyntax
    ) -> Bool {
        switch kind {
        case .table: checkStruct(attribute, declaration)
        case .group: checkGroup(attribute, declaration)
        case .entity: checkClass(attribute, declaration)
        }
        checkNotGeneric(kind, declaration)
        if attribute.argument(nil)?.literalText?.isEmpty == true {
            error("emptyTableName", "The table's name is empty.", at: attribute)
        }
        return diagnostics.isEmpty
    }

    private mutating func checkStruct(
        _ attribute: AttributeSyntax, _ declaration: some DeclGroupSyntax
    ) {
        if declaration.is(StructDeclSyntax.self) { return }
        let isClass = declaration.is(ClassDeclSyntax.self)
        error(
            "tableNotStruct",
            isClass
                ? "@Table is for structs; a class whose instances have identity is an @Entity."
                : "@Table is for structs.",
            at: attribute, fixIts: isClass ? [rename(attribute, "Entity")] : [])
    }

    private mutating func checkGroup(
        _ attribute: AttributeSyntax, _ declaration: some DeclGroupSyntax
    ) {
        guard let type = declaration.as(StructDeclSyntax.self) else {
            error("groupNotStruct", "@ColumnGroup is for structs.", at: attribute)
            return
        }
        if type.inheritanceClause == nil {
            error(
                "groupNotCodable",
                "A @ColumnGroup struct must be Codable and Equatable, which only its declaration "
                    + "can say.",
                at: type.name)
        }
    }

    private mutating func checkClass(
        _ attribute: AttributeSyntax, _ declaration: some DeclGroupSyntax
    ) {
        guard let type = declaration.as(ClassDeclSyntax.self) else {
            let isStruct = declaration.is(StructDeclSyntax.self)
            error(
                "entityNotClass",
                isStruct
                    ? "@Entity is for final classes, whose instances have identity; a struct of "
                        + "values is a @Table."
                    : "@Entity is for final classes.",
                at: attribute, fixIts: isStruct ? [rename(attribute, "Table")] : [])
            return
        }
        if !type.modifiers.contains(where: { $0.name.tokenKind == .keyword(.final) }) {
            var final = type
            final.classKeyword = .keyword(.class, leadingTrivia: [], trailingTrivia: .space)
            let modifier = DeclModifierSyntax(
                leadingTrivia: type.modifiers.isEmpty ? type.classKeyword.leadingTrivia : [],
                name: .keyword(.final), trailingTrivia: .space)
            final.modifiers = type.modifiers + [modifier]
            error(
                "entityNotFinal", "An @Entity class must be final: its rows are of one type.",
                at: type.name,
                fixIts: [Self.replacing(type, with: final, "Make \(type.name.text) final.")])
        }
        if type.inheritanceClause == nil { missingCodable(type) }
    }

    private mutating func missingCodable(_ type: ClassDeclSyntax) {
        var codable = type
        codable.name.trailingTrivia = []
        codable.inheritanceClause = InheritanceClauseSyntax(
            colon: .colonToken(trailingTrivia: .space),
            inheritedTypes: [
                InheritedTypeSyntax(
                    type: IdentifierTypeSyntax(name: .identifier("Codable")))
            ],
            trailingTrivia: .space)
        error(
            "entityNotCodable",
            "An @Entity class must be Codable, which only its declaration can say.", at: type.name,
            fixIts: [Self.replacing(type, with: codable, "Add ': Codable'.")])
    }

    private mutating func checkNotGeneric(
        _ kind: TypeModel.Kind, _ declaration: some DeclGroupSyntax
    ) {
        let clause =
            declaration.as(StructDeclSyntax.self)?.genericParameterClause
            ?? declaration.as(ClassDeclSyntax.self)?.genericParameterClause
        guard let clause else { return }
        error(
            "genericType",
            "@\(kind.rawValue) cannot be attached to a generic type: a table has one set of "
                + "columns.",
            at: clause)
    }

    private func rename(_ attribute: AttributeSyntax, _ name: String) -> FixIt {
        Self.replacing(
            attribute.attributeName,
            with: TypeSyntax(IdentifierTypeSyntax(name: .identifier(name))),
            "Use @\(name).")
    }
}

import SwiftDiagnostics
import SwiftSyntax

/// Complaints about declarations that cannot be read.
extension Reporter {
    /// A property without a written type.
    mutating func missingType(_ name: String, _ binding: PatternBindingSyntax) {
        let guess = binding.initializer?.value.literalType ?? "<#Type#>"
        var typed = binding
        typed.pattern.trailingTrivia = []
        typed.typeAnnotation = TypeAnnotationSyntax(
            colon: .colonToken(trailingTrivia: .space),
            type: TypeSyntax(IdentifierTypeSyntax(name: .identifier(guess))),
            trailingTrivia: binding.pattern.trailingTrivia)
        error(
            "missingType",
            "'\(name)' needs a written type: a macro cannot see what the compiler infers.",
            at: binding.pattern,
            fixIts: [Self.replacing(binding, with: typed, "Write the type of '\(name)'.")])
    }

    /// Several properties declared as one tuple.
    mutating func tuplePattern(_ binding: PatternBindingSyntax) {
        error(
            "tuplePattern", "Declare each column as a property of its own.", at: binding.pattern)
    }
}

extension ExprSyntax {
    /// The type a literal has by default.
    fileprivate var literalType: String? {
        if self.is(IntegerLiteralExprSyntax.self) { return "Int" }
        if self.is(StringLiteralExprSyntax.self) { return "String" }
        if self.is(BooleanLiteralExprSyntax.self) { return "Bool" }
        if self.is(FloatLiteralExprSyntax.self) { return "Double" }
        return nil
    }
}

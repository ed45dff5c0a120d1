import SwiftSyntax

/// The declared type of a property, as far as its spelling tells.
struct PropertyType {
    /// The type as it is used in the expansion.
    let text: String
    /// The type without `Optional`.
    let wrapped: String
    /// Whether it is an optional.
    let isOptional: Bool
    /// The last name of the wrapped type, such as `ToOne` in `ORM.ToOne<User>`.
    let baseName: String?
    /// Its only generic argument.
    let argument: String?
    private let argumentSyntax: TypeSyntax?

    /// Its only generic argument, as a type.
    var argumentType: PropertyType? { argumentSyntax.map { PropertyType($0) } }

    init(_ syntax: TypeSyntax) {
        let inner = Self.unwrapped(syntax)
        wrapped = (inner ?? syntax).trimmedDescription
        isOptional = inner != nil
        text = inner == nil ? wrapped : Self.optional(wrapped)
        let name = Self.nameAndArguments(inner ?? syntax)
        baseName = name?.name
        argument = name?.arguments?.only?.argument.trimmedDescription
        argumentSyntax = name?.arguments?.only?.argument.as(TypeSyntax.self)
    }

    /// The type of an optional of this type, written so that it may be called.
    static func optional(_ wrapped: String) -> String {
        let isSimple = wrapped.allSatisfy {
            $0.isLetter || $0.isNumber || "._<>[]:, ?".contains($0)
        }
        return isSimple ? wrapped + "?" : "(" + wrapped + ")?"
    }

    private static func unwrapped(_ syntax: TypeSyntax) -> TypeSyntax? {
        if let optional = syntax.as(OptionalTypeSyntax.self) { return optional.wrappedType }
        if let optional = syntax.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) {
            return optional.wrappedType
        }
        guard let found = nameAndArguments(syntax), found.name == "Optional",
            let argument = found.arguments?.only?.argument.as(TypeSyntax.self)
        else { return nil }
        return argument
    }

    private static func nameAndArguments(
        _ syntax: TypeSyntax
    ) -> (name: String, arguments: GenericArgumentListSyntax?)? {
        if let type = syntax.as(IdentifierTypeSyntax.self) {
            return (type.name.text, type.genericArgumentClause?.arguments)
        }
        if let type = syntax.as(MemberTypeSyntax.self) {
            return (type.name.text, type.genericArgumentClause?.arguments)
        }
        return nil
    }
}

extension SyntaxCollection {
    /// The element, when there is exactly one.
    var only: Element? { count == 1 ? first : nil }
}

import SwiftSyntax

/// A stored property of a mapped type.
struct Property {
    /// How a primary key gets its value.
    enum Key: String { case natural, identity, identityAlways, uuid, uuidV7 }

    /// What the property maps to.
    enum Role {
        case column
        case toOne(target: String)
        /// A relationship without a column: the foreign key is on the other side, or in between.
        case toMany(target: String)
    }

    let declaration: VariableDeclSyntax
    /// The name as it is written, with backticks where it needs them.
    let name: String
    let type: PropertyType
    /// The initial value, as written.
    let initialValue: String?
    let access: Access
    let markers: [(marker: Marker, syntax: AttributeSyntax)]

    /// The name without backticks.
    var plainName: String { name.filter { $0 != "`" } }

    /// Whether it is a constant.
    var isLet: Bool { declaration.bindingSpecifier.tokenKind == .keyword(.let) }

    /// The first attribute of a kind.
    func attribute(_ marker: Marker) -> AttributeSyntax? {
        markers.first { $0.marker == marker }?.syntax
    }

    /// All attributes of a kind.
    func attributes(_ marker: Marker) -> [AttributeSyntax] {
        markers.filter { $0.marker == marker }.map(\.syntax)
    }

    /// What the type says it is.
    var role: Role {
        switch (type.baseName, type.argument) {
        case ("ToOne", let target?): .toOne(target: target)
        case ("ToMany", let target?), ("ToOneInverse", let target?), ("Through", let target?):
            .toMany(target: target)
        default: .column
        }
    }

    /// The kind of primary key, if it is one.
    var key: Key? {
        guard let attribute = attribute(.primaryKey) else { return nil }
        guard let argument = attribute.argument(nil) else { return .natural }
        let name = argument.as(MemberAccessExprSyntax.self)?.declName.baseName.text
        return name.flatMap(Key.init(rawValue:)) ?? .natural
    }

    /// Whether it is a key that the server counts up.
    var isIdentity: Bool { key == .identity || key == .identityAlways }

    /// The default as an expression of the expansion.
    var sqlDefault: String? {
        if let text = attribute(.default)?.text(nil) { return text }
        if key == .uuid { return "\"gen_random_uuid()\"" }
        if attribute(.createdAt) != nil || attribute(.updatedAt) != nil { return "\"now()\"" }
        return attribute(.version).map { _ in isCounted ? "\"1\"" : "\"now()\"" }
    }

    /// Whether the type's name is that of a whole number, which a version counts with.
    var isCounted: Bool {
        ["Int", "Int16", "Int32", "Int64"].contains(type.baseName)
    }

    /// Whether the server makes the value of a new row when the client gives none.
    ///
    /// An optional is not among them: there `nil` is NULL. Neither is a property with an initial
    /// value, which is the value of a new row.
    var isFilledInByServer: Bool {
        if isIdentity { return true }
        if isGenerated { return !type.isOptional }
        return sqlDefault != nil && !type.isOptional && initialValue == nil
    }
}

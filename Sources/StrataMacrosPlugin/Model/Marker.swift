import SwiftSyntax

/// The attributes a property of a mapped type may have.
enum Marker: String {
    case primaryKey = "PrimaryKey"
    case unique = "Unique"
    case index = "Index"
    case check = "Check"
    case `default` = "Default"
    case column = "Column"
    case references = "References"
    case belongsTo = "BelongsTo"
    case hasMany = "HasMany"
    case hasOne = "HasOne"
    case manyToMany = "ManyToMany"
    case version = "Version"
    case json = "JSON"
    case stored = "Stored"
    case embedded = "Embedded"
    case generated = "Generated"
    case softDelete = "SoftDelete"
    case createdAt = "CreatedAt"
    case updatedAt = "UpdatedAt"
    case serverGenerated = "_ServerGenerated"

    init?(_ attribute: AttributeSyntax) {
        self.init(rawValue: attribute.baseName)
    }
}

extension AttributeSyntax {
    /// The attribute's name without its module.
    var baseName: String {
        if let type = attributeName.as(MemberTypeSyntax.self) { return type.name.text }
        if let type = attributeName.as(IdentifierTypeSyntax.self) { return type.name.text }
        return attributeName.trimmedDescription
    }

    private var labeled: LabeledExprListSyntax? {
        guard case .argumentList(let list) = arguments else { return nil }
        return list
    }

    /// The argument with this label; `nil` stands for one without.
    func argument(_ label: String?, position: Int = 0) -> ExprSyntax? {
        guard let labeled else { return nil }
        // As an array: a filtered list of syntax is another tree, where nothing is in its place.
        let matching = Array(labeled).filter { $0.label?.text == label }
        return matching.dropFirst(position).first?.expression
    }

    /// The spelling of an argument, `nil` where it is missing or the literal nil.
    func text(_ label: String?, position: Int = 0) -> String? {
        guard let expression = argument(label, position: position),
            !expression.is(NilLiteralExprSyntax.self)
        else { return nil }
        return expression.trimmedDescription
    }
}

extension AttributeSyntax {
    /// The string literals of an array argument; empty when there is none.
    func strings(_ label: String) -> [String] {
        guard let array = argument(label)?.as(ArrayExprSyntax.self) else { return [] }
        return array.elements.compactMap(\.expression.literalText)
    }
}

extension ExprSyntax {
    /// The text of a string literal without interpolation, as written between the quotes.
    var literalText: String? {
        guard let literal = self.as(StringLiteralExprSyntax.self) else { return nil }
        var text = ""
        for segment in literal.segments {
            guard case .stringSegment(let plain) = segment else { return nil }
            text += plain.content.text
        }
        return text
    }
}

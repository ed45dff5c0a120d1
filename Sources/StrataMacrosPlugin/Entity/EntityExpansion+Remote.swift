import SwiftSyntax

/// Relationships whose foreign key is on the other side, or in between.
extension EntityExpansion {
    func remoteRelationship(_ property: Property, _ path: String) -> String? {
        if let attribute = property.attribute(.manyToMany) {
            return ".manyToMany(\(path), through: \(joinTable(property, attribute))"
                + "\(attribute.options(["inverse", "cascade"], scoped: true)))"
        }
        if let attribute = property.attribute(.hasOne) {
            let inverse = attribute.text(nil) ?? ""
            return ".hasOne(\(path), inverse: \(inverse)\(attribute.options(["cascade"])))"
        }
        guard let attribute = property.attribute(.hasMany) else { return nil }
        if let first = attribute.text("through") {
            let second = attribute.text(nil) ?? ""
            return ".through(\(path), \(first), \(second)\(attribute.options([], scoped: true)))"
        }
        let inverse = attribute.text(nil) ?? ""
        let options = attribute.options(["cascade"], scoped: true)
        return ".toMany(\(path), inverse: \(inverse)\(options))"
    }

    private func joinTable(_ property: Property, _ attribute: AttributeSyntax) -> String {
        var arguments = [attribute.text("through") ?? "\"\""]
        if let schema = attribute.text("schema") { arguments.append("schema: \(schema)") }
        let (source, target) = (attribute.strings("from"), attribute.strings("to"))
        if source.isEmpty, target.isEmpty {
            arguments.append("connecting: \(type).self")
            arguments.append("with: \(property.type.argument ?? "").self")
        } else {
            arguments.append("from: \(Self.list(source))")
            arguments.append("to: \(Self.list(target))")
        }
        if let action = attribute.text("onDelete") { arguments.append("onDelete: \(action)") }
        return "ORM.JoinTable(\(arguments.joined(separator: ", ")))"
    }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension AttributeSyntax {
    /// The arguments with these labels, as further arguments of a call.
    func options(_ labels: [String], scoped: Bool = false) -> String {
        var text = ""
        for label in labels {
            if let value = self.text(label) { text += ", \(label): \(value)" }
        }
        if scoped, let scope = self.text("scope") { text += ", scope: { \(scope) }" }
        return text
    }
}

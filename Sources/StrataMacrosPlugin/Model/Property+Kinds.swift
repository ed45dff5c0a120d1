/// How a property's value becomes the content of its column.
extension Property {
    /// The value that stands for the property's in its column: JSON, or what a codec makes of it.
    var wrapper: String? {
        if attribute(.json) != nil { return "PGCore.JSONEncoded<\(type.wrapped)>" }
        guard let codec = attribute(.stored)?.text("as") else { return nil }
        return "ORM.Coded<\(codec.hasSuffix(".self") ? String(codec.dropLast(5)) : codec)>"
    }

    /// The type in a `Deferred`, which queries leave out.
    var deferredType: PropertyType? {
        type.baseName == "Deferred" ? type.argumentType : nil
    }

    /// Whether it is a value of several columns.
    var isEmbedded: Bool { attribute(.embedded) != nil }

    /// Whether the server computes it.
    var isGenerated: Bool { attribute(.generated) != nil }

    /// What the names of its columns begin with, as an expression.
    var prefixLiteral: String {
        attribute(.embedded)?.text("prefix") ?? "\"\(ColumnName.of(plainName))_\""
    }

    /// The type of its columns as they are used in queries.
    var groupColumns: String {
        type.isOptional ? "ORM.NullableGroup<\(type.wrapped).Columns>" : type.wrapped + ".Columns"
    }

    /// The type as the entity and its snapshot hold it.
    var heldType: String { target == nil ? type.text : columnType }

    /// The value to bind, as an expression over the one that is held.
    func bound(_ held: String) -> String {
        if deferredType != nil { return held + ".loaded" }
        guard let wrapper else { return held }
        return type.isOptional || isFilledInByServer
            ? "\(held).map { \(wrapper)($0) }" : "\(wrapper)(\(held))"
    }

    /// The value that is held, as an expression over one that was decoded as the column's type.
    func held(_ decoded: String) -> String {
        if deferredType != nil { return "\(type.wrapped)(\(decoded))" }
        guard wrapper != nil else { return decoded }
        return decoded + (type.isOptional ? "?.value" : ".value")
    }
}

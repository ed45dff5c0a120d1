/// A parameter of a generated initializer.
struct Parameter {
    let name: String
    let type: String
    let defaultValue: String?

    /// The parameter as it is declared.
    var text: String {
        "\(name): \(type)" + (defaultValue.map { " = \($0)" } ?? "")
    }
}

extension Property {
    /// The parameter for a column: optional where the server or NULL can stand in for a value.
    var parameter: Parameter {
        if let target {
            return Parameter(
                name: name, type: type.isOptional ? target + "?" : target,
                defaultValue: type.isOptional ? "nil" : nil)
        }
        if let deferredType {
            return Parameter(
                name: name, type: deferredType.text,
                defaultValue: deferredType.isOptional ? "nil" : nil)
        }
        if isFilledInByServer {
            return Parameter(
                name: name, type: PropertyType.optional(type.wrapped), defaultValue: "nil")
        }
        return Parameter(
            name: name, type: type.text,
            defaultValue: initialValue ?? (type.isOptional ? "nil" : madeKey))
    }
}

extension Property {
    /// The key that the client makes for a new row.
    private var madeKey: String? {
        key == .uuidV7 ? "\(type.wrapped).version7()" : nil
    }
}

extension [Parameter] {
    /// The declarations, separated by commas.
    var text: String { map(\.text).joined(separator: ", ") }
}

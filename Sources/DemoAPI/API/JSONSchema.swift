/// What JSON values of one kind look like, as far as OpenAPI can say it.
struct JSONSchema: Sendable, Equatable {
    enum Kind: String, Sendable {
        case string, integer, number, boolean, object, array, null
    }

    /// A member of an object.
    struct Property: Sendable, Equatable {
        let name: String
        let schema: JSONSchema
        var isRequired = true
    }

    /// The name under which the document has it once; `nil` writes it out where it is used.
    var name: String?
    /// What a value may be; empty for anything.
    var kinds: [Kind] = []
    var description: String?
    var format: String?
    var pattern: String?
    /// The only values allowed, if there are any here.
    var values: [String] = []
    var lengths: ClosedRange<Int>?
    var range: ClosedRange<Int>?
    var properties: [Property] = []
    /// Whether an object may have other members.
    var isOpen = true
    /// The schema of an array's elements: one, or none for any.
    var items: [JSONSchema] = []
    var maximumItems: Int?
    var example: JSONValue?
}

extension JSONSchema {
    static let anything = JSONSchema()
    static let integer = JSONSchema(kinds: [.integer])
    static let number = JSONSchema(kinds: [.number])
    static let string = JSONSchema(kinds: [.string])
    static let boolean = JSONSchema(kinds: [.boolean])
    static let date = JSONSchema(kinds: [.string], format: "date-time")

    static func integer(_ range: ClosedRange<Int>) -> JSONSchema {
        JSONSchema(kinds: [.integer], range: range)
    }

    static func oneOf(_ values: [String]) -> JSONSchema {
        JSONSchema(kinds: [.string], values: values)
    }

    static func array(of element: JSONSchema) -> JSONSchema {
        JSONSchema(kinds: [.array], items: [element])
    }

    /// An object; give it a name to have the document describe it once.
    static func object(_ name: String? = nil, _ properties: Property...) -> JSONSchema {
        JSONSchema(name: name, kinds: [.object], properties: properties)
    }

    /// The same, or null.
    var nullable: JSONSchema {
        var copy = self
        copy.kinds.append(.null)
        return copy
    }

    /// The same with a sentence for people.
    func described(_ text: String) -> JSONSchema {
        var copy = self
        copy.description = text
        return copy
    }

    /// An object without other members than those it names.
    var closed: JSONSchema {
        var copy = self
        copy.isOpen = false
        return copy
    }
}

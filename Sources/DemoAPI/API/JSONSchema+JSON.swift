extension JSONSchema {
    /// How it is written where it is used: by reference if the document has it under a name.
    var json: JSONValue {
        guard let name else { return definition }
        let reference: JSONValue = ["$ref": .string("#/components/schemas/\(name)")]
        return kinds.contains(.null) ? ["anyOf": [reference, ["type": "null"]]] : reference
    }

    /// How it is written in full.
    var definition: JSONValue {
        var members = textMembers
        members.merge(numberMembers) { $1 }
        members.merge(objectMembers) { $1 }
        members.merge(arrayMembers) { $1 }
        members["description"] = description.map(JSONValue.string)
        members["example"] = example
        let types = kinds.map { JSONValue.string($0.rawValue) }
        if !types.isEmpty { members["type"] = types.count == 1 ? types[0] : .array(types) }
        return .object(members)
    }

    private var textMembers: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members["format"] = format.map(JSONValue.string)
        members["pattern"] = pattern.map(JSONValue.string)
        members["minLength"] = (lengths?.lowerBound).map(JSONValue.integer)
        members["maxLength"] = (lengths?.upperBound).map(JSONValue.integer)
        if !values.isEmpty {
            let null: [JSONValue] = kinds.contains(.null) ? [.null] : []
            members["enum"] = .array(values.map(JSONValue.string) + null)
        }
        return members
    }

    private var numberMembers: [String: JSONValue] {
        guard let range else { return [:] }
        var members: [String: JSONValue] = [:]
        if range.lowerBound > .min { members["minimum"] = .integer(range.lowerBound) }
        if range.upperBound < .max { members["maximum"] = .integer(range.upperBound) }
        return members
    }

    private var objectMembers: [String: JSONValue] {
        guard kinds.contains(.object) else { return [:] }
        var members: [String: JSONValue] = [:]
        if !properties.isEmpty {
            members["properties"] = .object(
                Dictionary(properties.map { ($0.name, $0.schema.json) }) { _, last in last })
        }
        let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members["required"] = .array(required) }
        if !isOpen { members["additionalProperties"] = false }
        return members
    }

    private var arrayMembers: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members["items"] = items.first?.json
        members["maxItems"] = maximumItems.map(JSONValue.integer)
        return members
    }

    /// The schemas with a name in here, itself included.
    var named: [JSONSchema] {
        let inner = properties.flatMap(\.schema.named) + items.flatMap(\.named)
        guard name != nil else { return inner }
        var plain = self
        plain.kinds.removeAll { $0 == .null }
        return [plain] + inner
    }
}

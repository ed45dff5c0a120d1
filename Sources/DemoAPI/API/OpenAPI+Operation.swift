import Hummingbird

extension Operation {
    /// How the document has it.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .string(id), "summary": .string(summary), "tags": [.string(tag)],
            "responses": .object(
                Dictionary(allResponses.map { ("\($0.status.code)", $0.json) }) { first, _ in first
                }
            ),
        ]
        if !detail.isEmpty { members["description"] = .string(detail) }
        if !parameters.isEmpty { members["parameters"] = .array(parameters.map(\.json)) }
        members["requestBody"] = body?.json
        return .object(members)
    }
}

extension Parameter {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "in": .string(location.rawValue), "schema": schema.json,
            "required": .bool(isRequired),
        ]
        if !description.isEmpty { members["description"] = .string(description) }
        return .object(members)
    }
}

extension BodyShape {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "required": .bool(isRequired),
            "content": .object([contentType: ["schema": schema.json]]),
        ]
        if !description.isEmpty { members["description"] = .string(description) }
        return .object(members)
    }
}

extension ResponseShape {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = ["description": .string(description)]
        if let schema {
            let bodies = alternatives.merging([contentType: schema]) { _, main in main }
            members["content"] = .object(bodies.mapValues { ["schema": $0.json] })
        }
        if !headers.isEmpty {
            members["headers"] = .object(
                Dictionary(
                    headers.map { header in
                        let value: JSONValue = [
                            "description": .string(header.description),
                            "schema": header.schema.json,
                        ]
                        return (header.name, value)
                    }
                ) { _, last in last })
        }
        return .object(members)
    }
}

import Hummingbird

/// The description of the API as OpenAPI 3.1.
struct OpenAPI: Sendable, Encodable {
    let operations: [Operation]

    func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }

    /// The document.
    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Strata's demo",
                "version": "1.0.0",
                "description": """
                One API over one database, three times: with SQL by hand (`/raw`), with the \
                query builder (`/query`) and with objects (`/orm`).
                """,
            ],
            "tags": .array(tags.map { ["name": .string($0)] }),
            "paths": .object(
                Dictionary(grouping: operations, by: \.path).mapValues { operations in
                    .object(
                        Dictionary(
                            operations.map { ($0.method.rawValue.lowercased(), $0.json) }
                        ) { _, last in last })
                }),
            "components": ["schemas": .object(schemas)],
        ]
    }

    /// The groups, in the order in which they were added.
    var tags: [String] {
        operations.map(\.tag).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var schemas: [String: JSONValue] {
        let all = operations.flatMap { operation in
            operation.parameters.flatMap(\.schema.named) + (operation.body?.schema.named ?? [])
                + operation.allResponses.flatMap { $0.schema?.named ?? [] }
        }
        return Dictionary(all.map { ($0.name ?? "", $0.definition) }) { first, _ in first }
    }
}

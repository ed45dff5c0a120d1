/// The page's wish to run an operation in one of its ways.
struct RunRequest: Decodable, Sendable {
    let operation: ExploreOperation
    let variant: ExploreVariant
    let input: [String: String]

    private enum Key: String, CodingKey { case operation, variant, input }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let name = try container.decode(String.self, forKey: .operation)
        let variantName = try container.decode(String.self, forKey: .variant)
        operation = try ExploreOperation.found(name)
        guard let variant = operation.variant(variantName) else {
            let names = operation.variants.map(\.id).joined(separator: ", ")
            throw APIError.invalid([
                FieldProblem(field: "variant", message: "must be one of \(names)")
            ])
        }
        self.variant = variant
        input = try container.decodeIfPresent([String: String].self, forKey: .input) ?? [:]
    }
}

/// The page's wish for a burst.
struct BurstRequest: Decodable, Sendable {
    let burst: Burst

    private enum Key: String, CodingKey { case operation, input, concurrency, seconds }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let operation = try ExploreOperation.found(
            try container.decode(String.self, forKey: .operation))
        let concurrency = try container.decode(Int.self, forKey: .concurrency)
        let seconds = try container.decode(Int.self, forKey: .seconds)
        var problems: [FieldProblem] = []
        if !operation.canBurst {
            let message = "must be one that only reads"
            problems.append(FieldProblem(field: "operation", message: message))
        }
        for (field, value, range) in [
            ("concurrency", concurrency, Burst.concurrencies), ("seconds", seconds, Burst.seconds),
        ] where !range.contains(value) {
            let message = "must be from \(range.lowerBound) to \(range.upperBound)"
            problems.append(FieldProblem(field: field, message: message))
        }
        if !problems.isEmpty { throw APIError.invalid(problems) }
        burst = Burst(
            operation: operation,
            input: try container.decodeIfPresent([String: String].self, forKey: .input) ?? [:],
            concurrency: concurrency, duration: .seconds(seconds))
    }
}

extension ExploreOperation {
    /// The operation of that name, or an answer with those there are.
    fileprivate static func found(_ name: String) throws(APIError) -> ExploreOperation {
        guard let operation = named(name) else {
            let names = all.map(\.id).joined(separator: ", ")
            throw .invalid([FieldProblem(field: "operation", message: "must be one of \(names)")])
        }
        return operation
    }
}

import Hummingbird

/// How a client wants the users.
struct MaterializeRequest: Sendable {
    /// Whether there is an object for each row or an array for each column.
    enum Shape: String, CaseIterable, Sendable {
        case rows, columns
    }

    /// What a result that is streamed is written as.
    enum Format: String, CaseIterable, Sendable {
        /// One JSON array.
        case json
        /// One JSON object on each line.
        case ndjson
    }

    static let lineType = "application/x-ndjson"

    /// How many users; `nil` for all, which only a stream may be asked for.
    let limit: Int?
    let shape: Shape
    let format: Format

    /// Reads what `API` has checked.
    init(_ request: Request) {
        let query = request.uri.queryParameters
        limit = query["limit"].flatMap { Int($0) }
        shape = query["shape"].flatMap { Shape(rawValue: String($0)) } ?? .rows
        let accepted = request.headers[.accept] ?? ""
        format =
            query["format"].flatMap { Format(rawValue: String($0)) }
            ?? (accepted.contains(Self.lineType) ? .ndjson : .json)
    }

    /// The limit where the result is held in memory.
    var boundedLimit: Int { limit ?? Self.defaultLimit }

    static let defaultLimit = 100
    static let largestResult = 100_000
}

import Foundation
import Hummingbird
import Testing

@testable import DemoAPI

/// What the explorer tells of a run.
struct Run: Decodable {
    struct Statement: Decodable {
        let sql: String
        let sentAhead: [String]
        let parameters: [String?]
        let rows: Int
        let error: String?
        let isFirstUse: Bool
        let queue: Double
        let wire: Double
        let decode: Double?
    }

    struct Trace: Decodable {
        let statements: [Statement]
        let statementCount: Int
        let roundTrips: Int
        let rows: Int
        let total: Double
        let queue: Double
        let wire: Double
        let decode: Double
        let encode: Double?
        let other: Double
    }

    struct Sent: Decodable {
        let method: String
        let path: String
        let body: String?
    }

    let request: Sent
    let status: Int
    let body: String
    let bytes: Int
    let isCut: Bool
    let trace: Trace
}

extension Client {
    /// Has the explorer run an operation.
    func explore(
        _ operation: String, _ variant: String, _ input: [String: String] = [:]
    ) async throws -> Run {
        let answer = try await send(
            .post, "/explore/runs", Self.wish(operation, variant, input))
        try #require(answer.status == .ok, "\(answer.text)")
        return try answer.decode(Run.self)
    }

    static func wish(
        _ operation: String, _ variant: String, _ input: [String: String] = [:]
    ) throws -> String {
        struct Wish: Encodable {
            let operation: String
            let variant: String
            let input: [String: String]
        }
        let wish = Wish(operation: operation, variant: variant, input: input)
        return String(decoding: try JSONEncoder().encode(wish), as: UTF8.self)
    }
}

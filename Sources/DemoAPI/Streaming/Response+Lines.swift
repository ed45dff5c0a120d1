import Foundation
import Hummingbird

extension Response {
    /// Makes a response of JSON values on a line each.
    ///
    /// When something fails half-way the last line is `{"error": …}`, and the body does not end as
    /// it should.
    static func lines<Pieces: AsyncSequence & Sendable>(
        _ pieces: Pieces, to request: Request, _ context: DemoContext
    ) async throws -> Response
    where Pieces.Element == [UInt8], Pieces.AsyncIterator: SendableMetatype {
        try await streaming(
            pieces, as: MaterializeRequest.lineType, to: request, context,
            lastWords: ErrorLine.bytes)
    }
}

/// The line that tells of a failure half-way.
struct ErrorLine: Codable, Equatable {
    struct Content: Codable, Equatable {
        let code: String
        let detail: String
    }
    let error: Content

    /// The line for an error, which says no more than a whole response to it would.
    static func bytes(_ error: any Error) -> [UInt8]? {
        let answer = APIError(error)
        let line = ErrorLine(error: Content(code: answer.code, detail: answer.message))
        guard let json = try? JSONEncoder().encode(line) else { return nil }
        return Array(json) + [UInt8(ascii: "\n")]
    }
}

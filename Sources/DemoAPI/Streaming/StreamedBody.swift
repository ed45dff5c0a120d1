import Hummingbird
import Logging

/// The body of a response, written while the database still produces it.
///
/// One piece is in memory at a time: the next is asked for when the client has taken the last, and
/// the server waits meanwhile. When the client goes away, or is too slow, the statement is stopped.
///
/// A failure half-way ends the connection before the body's end, which every HTTP client reports.
struct StreamedBody<Pieces: AsyncSequence & Sendable>: Sendable
where Pieces.Element == [UInt8], Pieces.AsyncIterator: SendableMetatype {
    let first: [UInt8]?
    let rest: Handover<Pieces.AsyncIterator>
    let request: Request
    /// Whether somebody is at the other end of the connection who may go away.
    let hasClient: Bool
    let logger: Logger
    /// How long it may take, however slow the client is: it holds a connection meanwhile.
    var timeLimit = StreamLimits.time
    /// Returns what to say about a failure before the connection ends.
    let lastWords: @Sendable (any Error) -> [UInt8]?

    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        // Used by the task of the time limit alone: this one waits for it.
        nonisolated(unsafe) let copy = writer
        do {
            try await withTimeLimit(timeLimit, else: .tooSlow) { @concurrent in
                var writer = unsafe copy
                try await writeWhole(to: &writer)
            }
        } catch {
            let level: Logger.Level = error is CancellationError ? .info : .error
            logger.log(
                level: level, "response broken off", metadata: ["error": "\(error)"])
            throw error
        }
    }

    @concurrent
    private func writeWhole(to writer: inout any ResponseBodyWriter) async throws {
        do {
            try await writePieces(to: &writer)
        } catch {
            if let words = lastWords(error) { try? await writer.write(ByteBuffer(bytes: words)) }
            throw error
        }
        try await writer.finish(Self.complete)
    }

    /// Cancels the writing when the client goes away.
    @concurrent
    private func writePieces(to writer: inout any ResponseBodyWriter) async throws {
        guard hasClient else { return try await copyPieces(to: &writer) }
        try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await copyPieces(to: &writer)
        }
    }

    @concurrent
    private func copyPieces(to writer: inout any ResponseBodyWriter) async throws {
        guard var pieces = rest.take() else { return }
        var piece = first
        while let bytes = piece {
            try await writer.write(ByteBuffer(bytes: bytes))
            piece = try await pieces.next(isolation: #isolation)
        }
        // Some sequences just end when they are cancelled, which is not the end of the body.
        try Task.checkCancellation()
    }

    /// What follows a body that is whole.
    private static var complete: HTTPFields { [.streamStatus: "complete"] }
}

extension HTTPFields.Element.Name {
    /// A trailer of streamed bodies.
    static let streamStatus = Self("Stream-Status") ?? .trailer
}

import Hummingbird
import PGCore

extension Response {
    /// Makes a response of pieces that are still being produced.
    ///
    /// It waits for the first: until then a failure is answered like any other.
    @concurrent
    static func streaming<Pieces: AsyncSequence & Sendable>(
        _ pieces: Pieces, as contentType: String, to request: Request, _ context: DemoContext,
        lastWords: @escaping @Sendable (any Error) -> [UInt8]? = { _ in nil }
    ) async throws -> Response
    where Pieces.Element == [UInt8], Pieces.AsyncIterator: SendableMetatype {
        let start = Handover(pieces.makeAsyncIterator())
        let (first, rest) = try await withTimeLimit(context.limits.timeout, else: .unavailable) {
            @concurrent in
            guard var iterator = start.take() else { return ([UInt8]?.none, start) }
            let first = try await iterator.next(isolation: #isolation)
            return (first, Handover(iterator))
        }
        let body = StreamedBody<Pieces>(
            first: first, rest: rest, request: request,
            hasClient: !context.isNested, logger: context.logger,
            lastWords: lastWords)
        return Response(
            status: .ok,
            headers: [
                .contentType: contentType,
                .trailer: HTTPFields.Element.Name.streamStatus.rawName,
                // Whether the client is still there is told by its side of the connection, which cannot
                // be used again afterwards.
                .connection: "close",
            ],
            body: ResponseBody { writer in try await body.write(to: &writer) })
    }
}

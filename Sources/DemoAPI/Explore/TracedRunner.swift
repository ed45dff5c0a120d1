import Hummingbird
import PGCore
import PGWire

/// Runs requests as the server runs those of any client, through the same router and handlers, and
/// keeps a trace of each.
struct TracedRunner: Sendable {
    let responder: any HTTPResponder<DemoContext>

    /// The page shows no more of a body.
    static let bodyLimit = 32 * 1024
    /// How long the database may take for a run, streams included.
    private static let timeLimit = Duration.seconds(10)

    func run(
        _ variant: ExploreVariant, _ request: Request, in context: DemoContext
    ) async throws -> RunReport {
        let sent = RunReport.SentRequest(
            method: request.method.rawValue, path: request.head.path ?? "",
            body: try await Self.text(of: request))
        let trace = RequestTrace()
        let body = BodyCollector(limit: Self.bodyLimit)
        var failure: String?
        let response = try await RequestTrace.recording(trace) {
            try await withDeadline(Self.timeLimit) {
                let response = try await responder.respond(to: request, context: context.nested())
                do {
                    try await response.body.write(body)
                } catch {
                    failure = (error as? PGError)?.code.rawValue ?? "the answer ended early"
                }
                return response
            }
        }
        return RunReport(
            variant: variant.id, request: sent, status: response.status.code,
            phrase: response.status.reasonPhrase,
            headers: response.headers.map(RunReport.Header.init),
            body: body.text, bytes: body.size, isCut: body.size > Self.bodyLimit,
            failure: failure, trace: trace.summary())
    }

    private static func text(of request: Request) async throws -> String? {
        let buffer = try await request.body.collect(upTo: bodyLimit)
        return buffer.readableBytes == 0 ? nil : String(buffer: buffer)
    }
}

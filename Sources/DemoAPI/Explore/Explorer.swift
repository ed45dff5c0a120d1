import Foundation
import Hummingbird
import PGWire

/// The page at `/` and what it asks for: operations run with a trace, bursts, and the pool's state.
///
/// These are the page's own routes. They are not part of the API, and its description leaves them out.
struct Explorer: Sendable {
    /// The API as clients get it.
    let api: any HTTPResponder<DemoContext>
    /// The same over the pool of traced requests.
    let tracedAPI: any HTTPResponder<DemoContext>
    /// The API's pool.
    let pool: ConnectionPool
    /// The most connections it may have.
    let maximumConnections: Int
    private let gate = BurstGate()

    init(
        api: any HTTPResponder<DemoContext>, tracedAPI: any HTTPResponder<DemoContext>,
        pool: ConnectionPool, maximumConnections: Int = PoolConfiguration().maximumConnections
    ) {
        self.api = api
        self.tracedAPI = tracedAPI
        self.pool = pool
        self.maximumConnections = maximumConnections
    }

    func addRoutes(to router: Router<DemoContext>) {
        addPages(to: router)
        router.get("/explore/operations") { _, _ in OperationList(operations: ExploreOperation.all)
        }
        router.post("/explore/runs") { request, context in
            let body = try await request.body(as: RunRequest.self, context)
            return try await TracedRunner(responder: tracedAPI)
                .run(body.variant, body.operation.request(body.variant, body.input), in: context)
        }
        router.post("/explore/bursts") { request, context in
            let body = try await request.body(as: BurstRequest.self, context)
            return try start(body.burst, in: context)
        }
        router.get("/explore/pool") { _, _ in
            PoolReport(await pool.statistics, maximum: maximumConnections)
        }
    }

    private func addPages(to router: Router<DemoContext>) {
        let page = PageTemplate(PackageResources.explore_mustache).response(ExplorePage())
        router.get("/") { _, _ in page }
        let docs = PageTemplate(PackageResources.docs_mustache).response([:] as [String: String])
        router.get("/docs") { _, _ in docs }
        for asset in Asset.all {
            router.get(RouterPath("/assets/" + asset.name)) { _, _ in asset.response }
        }
    }

    /// Answers with a burst's samples as they come in.
    private func start(_ burst: Burst, in context: DemoContext) throws -> Response {
        // Made here: what is wrong with the input is to be the answer, not the stream's end.
        for variant in burst.operation.variants {
            _ = try burst.operation.request(variant, burst.input)
        }
        guard let ticket = gate.enter() else { throw APIError.busyWithBurst }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody { writer in
                var run = BurstRun(burst, api, context)
                let encoder = JSONEncoder()
                while let sample = try await run.next() {
                    var buffer = ByteBuffer(string: "data: ")
                    buffer.writeBytes(try encoder.encode(sample))
                    buffer.writeString("\n\n")
                    try await writer.write(buffer)
                }
                withExtendedLifetime(ticket) {}
                try await writer.finish(nil)
            })
    }

    private struct OperationList: ResponseEncodable {
        let operations: [ExploreOperation]
    }
}

extension APIError {
    fileprivate static let busyWithBurst = APIError(
        status: .tooManyRequests, code: "busy", message: "another burst is running",
        headers: [.retryAfter: "5"])
}

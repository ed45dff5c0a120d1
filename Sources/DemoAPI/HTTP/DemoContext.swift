import Hummingbird
import Logging

/// What a request carries along, and how its JSON is written.
struct DemoContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    var limits = RequestLimits()
    /// Whether the server made the request itself, so that there is no client who could go away.
    private(set) var isNested = false
    /// The request's body, where it was read before the handler was called.
    private(set) var body: ByteBuffer?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// A context for requests that come from the program itself.
    init(logger: Logger) {
        coreContext = CoreRequestContextStorage(source: Inside(logger: logger))
        isNested = true
    }

    private struct Inside: RequestContextSource {
        let logger: Logger
    }

    /// A user is small.
    var maxUploadSize: Int { 64 * 1024 }

    var responseEncoder: TracingEncoder<JSONResponseEncoder> {
        TracingEncoder(encoder: JSONResponseEncoder())
    }
}

extension DemoContext {
    /// A context with the body of its request.
    func with(body: ByteBuffer) -> DemoContext {
        var copy = self
        copy.body = body
        return copy
    }

    /// A context for a request that is made while another one is answered.
    func nested(logLevel: Logger.Level? = nil) -> DemoContext {
        var copy = self
        copy.isNested = true
        copy.body = nil
        copy.coreContext = CoreRequestContextStorage(source: self)
        if let logLevel { copy.logger.logLevel = logLevel }
        return copy
    }
}

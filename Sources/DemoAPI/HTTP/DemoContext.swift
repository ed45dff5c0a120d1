import Hummingbird
import Logging

/// What a request carries along, and how its JSON is written.
struct DemoContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    var limits = RequestLimits()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// A context for requests that come from the program itself.
    init(logger: Logger) {
        coreContext = CoreRequestContextStorage(source: Inside(logger: logger))
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

import Hummingbird

/// What a request carries along, and how its JSON is written.
struct DemoContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// A user is small.
    var maxUploadSize: Int { 64 * 1024 }

    var responseEncoder: TracingEncoder<JSONResponseEncoder> {
        TracingEncoder(encoder: JSONResponseEncoder())
    }
}

import HummingbirdCore
import Logging
import NIOCore
import PGWire

/// Answers each connection to a client on an event loop of the pool: from reading a request to writing
/// its answer a query needs no change of threads.
struct EventLoopChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let pool: ConnectionPool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(pool.executor) {
            await base.handle(value: value, logger: logger)
        }
    }
}

extension HTTPServerBuilder {
    /// Serves HTTP 1.1, on the event loops of a pool or, without one, on Swift's own threads.
    static func onEventLoops(_ pool: ConnectionPool?) -> HTTPServerBuilder {
        // Who sends nothing for so long, or half a request, has gone or does not mean well.
        let configuration = HTTP1Channel.Configuration(idleTimeout: .seconds(60))
        guard let pool else { return .http1(configuration: configuration) }
        return HTTPServerBuilder { responder in
            let channel = HTTP1Channel(responder: responder, configuration: configuration)
            return EventLoopChannel(base: channel, pool: pool)
        }
    }
}

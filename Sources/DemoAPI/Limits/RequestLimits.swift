/// How much a server takes on, and for how long.
struct RequestLimits: Sendable, Equatable {
    /// How long the database may take for one request.
    var timeout = Duration.seconds(5)
    /// How long a body may take to arrive.
    var bodyTime = Duration.seconds(10)
    /// How many clients are connected at once; others wait until one has left.
    ///
    /// Most systems let a process have 1,024 open files, and a connection is one.
    var clients = 900
    /// How many requests are worked on at once.
    var concurrency = 256
    /// How many more wait for their turn; all others are refused at once.
    var queue = 256
    /// How long they wait.
    var queueTime = Duration.seconds(2)
    /// How many imports, exports, streams and overlaps there are at once: each has a connection for as
    /// long as its client takes, so there are to be fewer than connections.
    var transfers = 4
    /// Whether handlers run on the event loops of the pool, unless a request says otherwise.
    var runsOnPool = true

    /// The same limits for a gate that lets fewer in.
    func withConcurrency(_ count: Int) -> RequestLimits {
        var copy = self
        copy.concurrency = count
        return copy
    }
}

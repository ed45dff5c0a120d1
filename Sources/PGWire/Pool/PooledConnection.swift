/// A connection as a key: two are equal when they are the same.
struct PooledConnection: Equatable, Sendable {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static func == (left: PooledConnection, right: PooledConnection) -> Bool {
        left.connection === right.connection
    }
}

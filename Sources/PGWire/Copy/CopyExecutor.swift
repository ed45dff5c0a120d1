import PGCore

/// Something that copies rows in bulk: a pool, a connection, a transaction.
///
/// See "COPY" in the PostgreSQL manual.
public protocol CopyExecutor {
    /// Where a COPY gets its connection.
    var copySource: CopySource { get }
}

/// Where a COPY gets its connection, and gives it back to.
public struct CopySource: Sendable {
    let borrow: BorrowConnection

    /// Lends a connection to `body`.
    func withConnection<Result>(
        _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        let (connection, giveBack) = try await borrow()
        do {
            let result = try await body(connection)
            await giveBack()
            return result
        } catch {
            await giveBack()
            throw error
        }
    }
}

extension Connection: CopyExecutor {
    /// The connection itself; other statements on it wait until the COPY has ended.
    public nonisolated var copySource: CopySource {
        CopySource { () async throws(PGError) in (self, {}) }
    }
}

extension ConnectionPool: CopyExecutor {
    /// A connection of the pool, for each COPY.
    public var copySource: CopySource {
        CopySource { () async throws(PGError) in
            let connection = try await self.lease()
            return (connection, { await self.release(connection) })
        }
    }
}

extension Transaction: CopyExecutor {
    /// The transaction's connection.
    public var copySource: CopySource {
        let (connection, life) = (connection, life)
        return CopySource { () async throws(PGError) in
            try life.check()
            return (connection, {})
        }
    }
}

import Logging
package import PGCore

extension ConnectionPool {
    /// Writes a warning of a higher tier into the pool's log.
    package func note(_ warning: PGError) {
        guard let logger = subPools.first?.logger else { return }
        logger.warning(
            "\(warning)",
            metadata: warning.location.map { ["location": "\($0)"] })
    }
}

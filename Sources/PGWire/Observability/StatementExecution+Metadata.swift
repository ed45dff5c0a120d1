public import Logging
import PGCore

extension StatementExecution {
    /// For logs, with the names OpenTelemetry gives such attributes.
    ///
    /// Parameter values are not among them.
    public var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "db.system.name": "postgresql",
            "db.namespace": "\(server.database)",
            "db.operation.name": "\(operation)",
            "db.query.text": "\(statement.text)",
            "server.address": "\(server.address)",
            "server.port": "\(server.port)",
            "db.client.operation.duration": "\(duration.inMilliseconds) ms",
            "db.response.returned_rows": "\(rowCount)",
        ]
        if queued > .milliseconds(1) { metadata["queued"] = "\(queued.inMilliseconds) ms" }
        if let state = error?.sqlState { metadata["db.response.status_code"] = "\(state)" }
        if let error {
            metadata["error.type"] = "\(error.sqlState?.rawValue ?? error.code.rawValue)"
        }
        if let plan { metadata["plan"] = "\(plan)" }
        return metadata
    }
}

extension Duration {
    /// As milliseconds with three places.
    var inMilliseconds: String {
        let microseconds = Int64(self / .microseconds(1))
        let fraction = String(abs(microseconds % 1000))
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(microseconds / 1000).\(zeros)\(fraction)"
    }
}

import Foundation
import Logging

/// Writes each log message as one line of JSON.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    var metadataProvider: Logger.MetadataProvider?

    /// Takes a line, its end included.
    private let write: @Sendable (Data) -> Void

    init(level: Logger.Level = .info, write: @escaping @Sendable (Data) -> Void) {
        logLevel = level
        self.write = write
    }

    /// Writes to standard output.
    init(level: Logger.Level) {
        // Each line is one call, which keeps lines of several threads apart.
        self.init(level: level) { FileHandle.standardOutput.write($0) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        fields.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        fields.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { fields["error"] = "\(error)" }
        let line = LogLine(
            time: .now, level: event.level, message: event.message.description, fields: fields)
        if let data = try? line.encoded() { write(data) }
    }
}

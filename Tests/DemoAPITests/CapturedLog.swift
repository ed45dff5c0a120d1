import Foundation
import Logging
import Synchronization

@testable import DemoAPI

/// Keeps what is logged.
final class CapturedLog: Sendable {
    private let lines = Mutex<[Data]>([])

    /// A logger that writes here.
    var logger: Logger {
        Logger(label: "test") { _ in
            JSONLogHandler { line in self.lines.withLock { $0.append(line) } }
        }
    }

    /// Everything that was written.
    var text: String { String(decoding: Data(lines.withLock { $0 }.joined()), as: UTF8.self) }

    /// The lines as JSON objects.
    var objects: [NSDictionary] {
        get throws {
            try lines.withLock { $0 }.map { line in
                try JSONSerialization.jsonObject(with: line) as? NSDictionary ?? [:]
            }
        }
    }
}

import Migrations

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A status as text for people or JSON for programs.
struct StatusReport: Encodable {
    /// One migration.
    ///
    /// What the database does not remember is left out.
    struct Line: Encodable {
        let version: Int
        let name: String
        let state: String
        let checksum: String?
        let appliedAt: String?
        let appliedBy: String?
        let durationMilliseconds: Int?
        let statementsDone: Int?
    }

    let migrations: [Line]
    let hasPending: Bool
    let hasConflict: Bool

    init(_ status: MigrationStatus) {
        hasPending = status.hasPending
        hasConflict = status.hasConflict
        migrations = status.lines.map { line in
            let isWhole = line.entry?.state == .applied
            return Line(
                version: line.version, name: line.name, state: line.state.rawValue,
                checksum: line.entry?.checksum, appliedAt: line.entry?.appliedAt,
                appliedBy: line.entry?.appliedBy,
                durationMilliseconds: isWhole ? line.entry?.durationMilliseconds : nil,
                statementsDone: isWhole ? nil : line.entry?.statementsDone)
        }
    }

    /// The report as JSON, with sorted keys and a line end.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// The report as lines of columns: version, state, time, name.
    func text(hasColor: Bool) -> String {
        guard !migrations.isEmpty else { return "no migrations\n" }
        let width = migrations.map { String($0.version).count }.max() ?? 0
        let states = migrations.map(\.state.count).max() ?? 0
        return migrations.map { line in
            let state = pad(line.state, to: states)
            let parts = [
                pad(String(line.version), to: width),
                hasColor ? color(of: line.state) + state + "\u{1B}[0m" : state,
                pad(line.appliedAt ?? "-", to: "2026-01-01T00:00:00Z".count), line.name,
            ]
            return parts.joined(separator: "  ") + "\n"
        }.joined()
    }

    private func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func color(of state: String) -> String {
        switch MigrationStatus.State(rawValue: state) {
        case .applied: "\u{1B}[32m"
        case .pending, .halfApplied: "\u{1B}[33m"
        default: "\u{1B}[31m"
        }
    }
}

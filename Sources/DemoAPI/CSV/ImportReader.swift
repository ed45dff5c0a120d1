import Foundation
import PGCore

/// Makes users of records, and collects what is wrong with those that are none.
struct ImportReader {
    /// Enough for a person to begin with; more would only be in the way.
    static let problemLimit = 20
    /// For how long a file that is refused anyway is searched for more to report.
    static let rowsAfterProblem = 10_000

    private let columns: ImportColumns
    private(set) var problems: [FieldProblem] = []
    private(set) var lines = LineLedger()
    private(set) var rows = 0
    private var firstProblemRow: Int?
    private var line = 0

    init(_ columns: ImportColumns) {
        self.columns = columns
    }

    /// Whether there is no point in reading on.
    var isHopeless: Bool {
        guard let firstProblemRow else { return false }
        return problems.count >= Self.problemLimit
            || rows - firstProblemRow >= Self.rowsAfterProblem
    }

    /// Reads a record with the rules that a request body has to follow as well.
    mutating func read(_ record: CSVRecord) -> ImportedUser? {
        rows += 1
        line = record.line
        lines.add(line: line)
        guard record.count == columns.count else {
            report(nil, "has \(record.count) fields instead of \(columns.count)")
            return nil
        }
        let count = problems.count
        let email = required(.email, in: record, UserFields.email.rule)
        let name = required(.name, in: record, UserFields.name.rule)
        let age = age(in: record)
        let role = role(in: record)
        let createdAt = createdAt(in: record)
        guard problems.count == count else { return nil }
        return ImportedUser(email: email, name: name, age: age, role: role, createdAt: createdAt)
    }

    /// Reports what the file is like after which nothing can be read any more.
    mutating func report(_ error: CSVError) {
        rows += 1
        line = error.line
        report("field \(error.field)", error.message)
    }

    private mutating func required(
        _ name: ImportColumns.Name, in record: CSVRecord, _ rule: FieldRule<String>
    ) -> String {
        guard let text = text(name, in: record) else { return "" }
        if let problem = rule(text) { report(name.rawValue, problem) }
        return text
    }

    private mutating func age(in record: CSVRecord) -> Int? {
        guard let text = text(.age, in: record), !text.isEmpty else { return nil }
        guard let years = Int(text) else {
            report("age", "must be a whole number")
            return nil
        }
        if let problem = UserFields.age.rule(years) { report("age", problem) }
        return years
    }

    /// COPY knows no default for single rows.
    private mutating func role(in record: CSVRecord) -> Role {
        guard let text = text(.role, in: record), !text.isEmpty else { return .member }
        if let problem = UserFields.role.rule(text) { report("role", problem) }
        return Role(rawValue: text) ?? .member
    }

    /// Those whose microseconds a `Date` can tell apart: 285 years around 2001, in round numbers.
    private static let times =
        Date(timeIntervalSince1970: -7_258_118_400)...Date(timeIntervalSince1970: 9_214_646_400)

    private mutating func createdAt(in record: CSVRecord) -> PGTimestampTZ? {
        guard let text = text(.createdAt, in: record) else { return nil }
        let time = PGTimestampTZ(text)
        guard let time, let date = Date(time), Self.times.contains(date) else {
            report("created_at", "must be a time such as 2026-01-31T12:00:00Z")
            return nil
        }
        return time
    }

    private mutating func text(_ name: ImportColumns.Name, in record: CSVRecord) -> String? {
        guard let place = columns[name] else { return nil }
        guard let text = record.text(place) else {
            report(name.rawValue, "must be text in UTF-8")
            return nil
        }
        return text
    }

    private mutating func report(_ field: String?, _ message: String) {
        firstProblemRow = firstProblemRow ?? rows
        problems.append(
            FieldProblem(field: field ?? "row", message: message, row: rows, line: line))
    }
}

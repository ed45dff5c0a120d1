import Hummingbird
import PGCore
import PGWire

/// Copies an uploaded file into the users table: all of it, or nothing.
struct UserImport {
    let pool: ConnectionPool
    /// The size of the file, if the client has said it.
    let expectedBytes: Int?

    /// Returns how many users there were.
    func run(_ body: RequestBody) async throws -> Int {
        var records = CSVRecords(body)
        let header = try await first(&records)
        let columns = try ImportColumns(header: header)
        var reader = ImportReader(columns)
        do {
            if columns[.createdAt] == nil {
                return try await pool.copy(
                    into: "users", columns: "email", "name", "age", "role"
                ) { writer in
                    try await forEach(&records, &reader) {
                        try await writer.write($0.email, $0.name, $0.age, $0.role)
                    }
                }
            }
            return try await pool.copy(
                into: "users", columns: "email", "name", "age", "role", "created_at"
            ) { writer in
                try await forEach(&records, &reader) {
                    try await writer.write($0.email, $0.name, $0.age, $0.role, $0.createdAt)
                }
            }
        } catch let error as PGError {
            throw answer(to: error, reader.lines)
        }
    }

    private func first(_ records: inout CSVRecords) async throws -> CSVRecord {
        do {
            if let header = try await records.next() { return header }
        } catch let error as CSVError {
            throw APIError.malformed(
                "the first line must name the columns",
                [FieldProblem(field: "field \(error.field)", message: error.message, line: 1)])
        }
        throw APIError.malformed("the file is empty: its first line must name the columns")
    }

    /// Calls `store` with each user, and throws all problems at the end if there were any.
    private func forEach(
        _ records: inout CSVRecords, _ reader: inout ImportReader,
        _ store: (ImportedUser) async throws -> Void
    ) async throws {
        do {
            while !reader.isHopeless, let record = try await records.next() {
                let user = reader.read(record)
                if let user, reader.problems.isEmpty { try await store(user) }
            }
        } catch let error as CSVError {
            reader.report(error)
        }
        guard reader.problems.isEmpty else { throw APIError.invalid(reader.problems) }
        // A client that went away in the middle must not leave the half that came.
        guard expectedBytes == nil || expectedBytes == records.bytes else {
            throw APIError.malformed("the file ended early")
        }
    }

    /// Names the row that the database refused.
    private func answer(to error: PGError, _ lines: LineLedger) -> any Error {
        var answer = APIError(error)
        guard let row = error.row.map({ $0 + 1 }), !answer.fields.isEmpty else { return error }
        answer.fields = answer.fields.map { problem in
            FieldProblem(
                field: problem.field, message: problem.message, row: row,
                line: lines.line(ofRow: row))
        }
        return answer
    }
}

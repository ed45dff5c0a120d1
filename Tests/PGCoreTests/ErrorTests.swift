import PGCore
import Testing

@Suite("Errors")
struct ErrorTests {
    @Test func `a server error shows its code and a caret under the place`() {
        var report = ServerError(
            sqlState: .undefinedColumn, message: "column \"nmae\" does not exist")
        report.position = 15
        report.hint = "Perhaps you meant \"name\""

        let error = PGError(server: report, statement: "SELECT id,\n  «nmae\nFROM users")

        #expect(
            error.debugDescription == """
                ERROR 42703: column "nmae" does not exist at line 2, column 4. Perhaps you meant "name"
                statement:
                    SELECT id,
                      «nmae
                       ^
                    FROM users
                """)
    }

    @Test(arguments: [0, -5, 1_000])
    func `a position outside the statement shows no caret`(position: Int) {
        var report = ServerError(sqlState: .syntaxError, message: "syntax error")
        report.position = position

        let error = PGError(server: report, statement: "SELECT")

        #expect(!error.debugDescription.contains("^"))
        #expect(error.debugDescription.contains("SELECT"))
    }

    @Test func `an error says whether the statement may have run`() {
        let error = PGError(.connectionLost, "the server closed the connection")
            .executed(.mayHaveRun)

        #expect(error.description.hasSuffix("The statement may have run."))
    }

    @Test func `the detail, which may quote values, is not in the short description`() {
        var report = ServerError(sqlState: .uniqueViolation, message: "duplicate key")
        report.detail = "Key (email)=(secret@x.org) already exists."

        let error = PGError(server: report)

        #expect(!error.description.contains("secret"))
        #expect(error.debugDescription.contains("secret"))
    }

    @Test func `no encoding error prints the value`() {
        let values: [(any ParameterEncodable, OID)] = [
            (987_654_321, .int2), (987_654_321, .bool), ("987654321", .int4),
            (987_654_321.5, .int4), (PGNumeric(987_654_321), .int2), ([987_654_321], .int2Array),
            ("987654321\0", .text),
        ]
        for (value, type) in values {
            let error = #expect(throws: PGError.self) { try encoded(value, as: type) }
            #expect(error?.debugDescription.contains("987") == false)
        }
    }

    @Test func `no decoding error prints the value`() {
        let error = #expect(throws: PGError.self) { try decoded("secret", .int4, as: Int.self) }

        #expect(error?.debugDescription.contains("secret") == false)
    }

    @Test func `a code matches exactly and by class`() {
        let state: SQLState? = .uniqueViolation

        #expect(state == .uniqueViolation)
        #expect(SQLState.uniqueViolation.rawValue == "23505")
        #expect(SQLState.Class.integrityConstraintViolation ~= state)
        #expect(!(SQLState.Class.dataException ~= state))
        #expect(!(SQLState.Class.dataException ~= (nil as SQLState?)))
    }

    @Test func `names that two codes share are told apart`() {
        #expect(SQLState.stringDataRightTruncation == "22001")
        #expect(SQLState.warningStringDataRightTruncation == "01004")
        #expect(SQLState.nullValueNotAllowed == "22004")
        #expect(SQLState.externalRoutineInvocationExceptionNullValueNotAllowed == "39004")
        #expect(SQLState.datetimeValueOutOfRange == SQLState.datetimeFieldOverflow)
    }

    @Test func `adding facts to an error leaves the original alone`() {
        let error = PGError(.decodingFailed, "bad")

        let placed = error.inColumn(0, named: "age").inRow(3)

        #expect(placed.description == "decodingFailed: bad (column age, row 3)")
        #expect(error.description == "decodingFailed: bad")
    }
}

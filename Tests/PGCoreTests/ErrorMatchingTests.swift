import PGCore
import Testing

@Suite("Deciding by an error")
struct ErrorMatchingTests {
    static func server(_ state: SQLState) -> PGError {
        PGError(server: ServerError(sqlState: state, message: "m"))
    }

    private func caught(_ error: PGError) -> String {
        do {
            throw error
        } catch SQLState.uniqueViolation {
            return "unique"
        } catch SQLState.Class.integrityConstraintViolation {
            return "integrity"
        } catch PGError.Code.poolTimeout {
            return "pool"
        } catch {
            return "other"
        }
    }

    @Test func `an error is caught by its code, exactly or by class`() {
        #expect(caught(Self.server(.uniqueViolation)) == "unique")
        #expect(caught(Self.server(.checkViolation)) == "integrity")
        #expect(caught(PGError(.poolTimeout, "m")) == "pool")
        #expect(caught(Self.server(.syntaxError)) == "other")
        #expect(caught(PGError(.closed, "m")) == "other")
    }

    @Test func `classes have names`() {
        #expect(SQLState.uniqueViolation.class == .integrityConstraintViolation)
        #expect(SQLState.uniqueViolation.isIntegrityConstraintViolation)
        #expect(Self.server(.notNullViolation).isIntegrityConstraintViolation)
        #expect(SQLState.divisionByZero.isDataException)
        #expect(SQLState.deadlockDetected.isTransactionRollback)
        #expect(SQLState.undefinedTable.isSyntaxErrorOrAccessRuleViolation)
        #expect(SQLState.connectionFailure.isConnectionException)
        #expect(SQLState.diskFull.isInsufficientResources)
        #expect(SQLState.queryCanceled.isOperatorIntervention)
        #expect(!PGError(.closed, "m").isIntegrityConstraintViolation)
    }

    struct Verdict: Sendable, CustomTestStringConvertible {
        var error: PGError
        var isRetryable: Bool
        var mayHaveExecuted: Bool
        var testDescription: String { "\(error.shortDescription) \(error.execution, default: "-")" }

        init(_ error: PGError, retryable: Bool, mayHaveExecuted: Bool = false) {
            self.error = error
            isRetryable = retryable
            self.mayHaveExecuted = mayHaveExecuted
        }
    }

    static let verdicts: [Verdict] = [
        Verdict(server(.serializationFailure), retryable: true),
        Verdict(server(.deadlockDetected), retryable: true),
        Verdict(server(.lockNotAvailable), retryable: true),
        Verdict(server(.cannotConnectNow), retryable: true),
        Verdict(server(.tooManyConnections), retryable: true),
        Verdict(server(.connectionFailure), retryable: true),
        Verdict(server(.protocolViolation), retryable: false),
        Verdict(server(.uniqueViolation), retryable: false),
        Verdict(server(.syntaxError), retryable: false),
        Verdict(server(.queryCanceled), retryable: false),
        Verdict(server(.statementCompletionUnknown), retryable: false, mayHaveExecuted: true),
        Verdict(server(.adminShutdown), retryable: true),
        Verdict(
            server(.adminShutdown).executed(.mayHaveRun), retryable: false, mayHaveExecuted: true),
        Verdict(PGError(.connectionLost, "m"), retryable: false, mayHaveExecuted: true),
        Verdict(PGError(.connectionLost, "m").executed(.notSent), retryable: true),
        Verdict(PGError(.connectionLost, "m").executed(.rolledBack), retryable: true),
        Verdict(
            PGError(.connectionLost, "m").executed(.mayHaveRun), retryable: false,
            mayHaveExecuted: true),
        Verdict(PGError(.connectionFailed, "m"), retryable: true),
        Verdict(PGError(.poolTimeout, "m"), retryable: true),
        Verdict(PGError(.poolExhausted, "m"), retryable: true),
        Verdict(PGError(.cancelled, "m"), retryable: false, mayHaveExecuted: true),
        Verdict(PGError(.cancelled, "m").executed(.notSent), retryable: false),
        Verdict(PGError(.deadlineExceeded, "m").executed(.notSent), retryable: false),
        Verdict(PGError(.decodingFailed, "m"), retryable: false),
        Verdict(PGError(.transactionRolledBack, "m"), retryable: false),
    ]

    @Test(arguments: verdicts)
    func `whether to try again, and whether it may have run`(verdict: Verdict) {
        #expect(verdict.error.isRetryable == verdict.isRetryable)
        #expect(verdict.error.mayHaveExecuted == verdict.mayHaveExecuted)
    }

    @Test func `a label for metrics has few values`() {
        #expect(Self.server(.uniqueViolation).shortDescription == "server.23505")
        #expect(PGError(.poolTimeout, "waited 5 s").shortDescription == "poolTimeout")
    }
}

@Suite("What errors show")
struct ErrorTextTests {
    struct Place: Sendable, CustomTestStringConvertible {
        var statement: String
        var position: Int
        var place: String
        var shown: [String]
        var testDescription: String { "\(position) in \(statement.debugDescription)" }

        init(_ statement: String, _ position: Int, _ place: String, _ shown: [String]) {
            self.statement = statement
            self.position = position
            self.place = place
            self.shown = shown
        }
    }

    static let places: [Place] = [
        Place("SELECT x", 8, "character 8", ["    SELECT x", "           ^"]),
        Place("SELECT", 7, "character 7", ["    SELECT", "          ^"]),
        Place("a\nb\nc", 3, "line 2, column 1", ["    a", "    b", "    ^", "    c"]),
        Place("a\r\nbc", 5, "line 2, column 2", ["    a", "    bc", "     ^"]),
        Place("\n\nx", 3, "line 3, column 1", ["    ", "    ", "    x", "    ^"]),
        Place("\tSELECT x", 9, "character 9", ["    \tSELECT x", "    \t       ^"]),
        Place("'漢字' x", 6, "character 6", ["    '漢字' x", "           ^"]),
        Place("'🦉' x", 5, "character 5", ["    '🦉' x", "         ^"]),
        Place("'e\u{301}' x", 6, "character 6", ["    'e\u{301}' x", "        ^"]),
        Place(
            (1...20).map { "l\($0)" }.joined(separator: "\n"), 26, "line 9, column 2",
            [
                "    … line 6:", "    l6", "    l7", "    l8", "    l9", "     ^", "    l10",
                "    l11", "    l12", "    …",
            ]),
    ]

    @Test(arguments: places)
    func `a caret stands under the place`(place: Place) {
        var report = ServerError(sqlState: .syntaxError, message: "m")
        report.position = place.position

        let error = PGError(server: report, statement: place.statement)

        #expect(error.description == "ERROR 42601: m at \(place.place)")
        #expect(
            error.debugDescription
                == (["\(error)", "statement:"] + place.shown).joined(separator: "\n"))
    }

    @Test func `the statement inside a function has a caret of its own`() {
        var report = ServerError(sqlState: .undefinedColumn, message: "m")
        report.internalQuery = "SELECT y"
        report.internalPosition = 8
        report.context = "PL/pgSQL function f() line 1"

        let error = PGError(server: report, statement: "SELECT f()")

        #expect(
            error.debugDescription == """
                ERROR 42703: m
                context: PL/pgSQL function f() line 1
                statement: SELECT f()
                within:
                    SELECT y
                           ^
                """)
    }

    static let dataExceptions: [(String, String)] = [
        (
            #"invalid input syntax for type integer: "secret""#,
            #"invalid input syntax for type integer: "…""#
        ),
        (
            #"value "secret" is out of range for type integer"#,
            #"value "…" is out of range for type integer"#
        ),
        (
            #"invalid input value for enum mood: "a "secret" b""#,
            #"invalid input value for enum mood: "…""#
        ),
        (#"unterminated: "secret"#, #"unterminated: "…""#),
        ("division by zero", "division by zero"),
    ]

    @Test(arguments: dataExceptions)
    func `input that the server quotes is for logs only`(message: String, shown: String) {
        let error = PGError(
            server: ServerError(sqlState: .invalidTextRepresentation, message: message))

        #expect(error.description == "ERROR 22P02: \(shown)")
        #expect(error.debugDescription.contains(message))
    }

    @Test func `names that the server quotes are shown`() {
        let report = ServerError(
            sqlState: .undefinedTable, message: #"relation "users" does not exist"#)

        #expect(PGError(server: report).description.contains("users"))
    }

    @Test func `parameters are kept on request only, and shown in the long form only`() {
        let error = PGError(.server, "m")
        let values: [any ParameterEncodable] = [
            "secret", nil as Int?, String(repeating: "x", count: 200),
        ]

        #expect(error.recording(values).parameters == nil)

        let recorded = PGError.$recordsParameters.withValue(true) { error.recording(values) }

        #expect(recorded.parameters?.prefix(2) == ["secret", nil])
        #expect(!recorded.description.contains("secret"))
        #expect(recorded.debugDescription.contains("$1 = 'secret', $2 = NULL, $3 = 'xxx"))
        #expect(recorded.debugDescription.count < 200)
    }
}

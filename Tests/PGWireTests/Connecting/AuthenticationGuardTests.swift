import PGCore
import Testing

@testable import PGWire

/// What libpq 15 is guarded with; newer ones do it themselves.
@Suite("Guarding authentication without libpq's help")
struct AuthenticationGuardTests {
    private func message(_ request: UInt8, _ more: [UInt8] = []) -> [UInt8] {
        [UInt8(ascii: "R"), 0, 0, 0, UInt8(8 + more.count), 0, 0, 0, request] + more
    }

    private func makeGuard(
        _ allowed: Set<AuthenticationMethod>, _ keywords: [String: String] = [:]
    ) throws -> (AuthenticationGuard, [String: String]) {
        var keywords = keywords
        let made = try AuthenticationGuard(allowed, keywords: &keywords, hasRequireAuth: false)
        return (try #require(made), keywords)
    }

    @Test(
        arguments: [
            (3, AuthenticationMethod.password), (5, .md5), (10, .scramSHA256), (7, .gss),
            (9, .sspi),
        ] as [(UInt8, AuthenticationMethod)])
    func onlyWhatIsAllowedPasses(request: UInt8, method: AuthenticationMethod) throws {
        var (only, _) = try makeGuard([method])
        #expect(try only.inspect(message(request)) == .goOn)
        let others = Set(AuthenticationMethod.allCases).subtracting([method, .gss])
        var (without, _) = try makeGuard(method == .gss ? [.password] : others)
        let error = #expect(throws: PGError.self) { try without.inspect(message(request)) }
        #expect(error?.message.contains("nothing was sent") == true)
    }

    @Test func aSecondRequestInTheSameBreathIsSeen() throws {
        var (scram, _) = try makeGuard([.scramSHA256])
        let both = message(10, Array("SCRAM-SHA-256\0\0".utf8)) + message(3)
        #expect(throws: PGError.self) { try scram.inspect(both) }
    }

    @Test func beingAskedForNothingIsAKindOfItsOwn() throws {
        var (asked, _) = try makeGuard([.md5])
        #expect(try asked.inspect(message(5)) == .goOn)
        #expect(try asked.inspect(message(0)) == .goOn)
        var (unasked, _) = try makeGuard([.md5, .gss])
        #expect(throws: PGError.self) { try unasked.inspect(message(0)) }
    }

    @Test func anUnknownRequestIsRefused() throws {
        var (any, _) = try makeGuard(Set(AuthenticationMethod.allCases))
        #expect(throws: PGError.self) { try any.inspect(message(99)) }
    }

    @Test func halfAMessageIsWaitedFor() throws {
        var (scram, _) = try makeGuard([.scramSHA256])
        for length in 1..<9 {
            #expect(try scram.inspect(Array(message(10).prefix(length))) == .wait)
        }
        #expect(try scram.inspect([]) == .goOn)
        // An error message is libpq's business.
        #expect(try scram.inspect([UInt8(ascii: "E"), 0, 0, 0, 100, 83]) == .goOn)
    }

    @Test func scramWithinTLSIsBoundToIt() throws {
        let (_, strict) = try makeGuard([.scramSHA256], ["sslmode": "verify-full"])
        #expect(strict["channel_binding"] == "require")
        let (_, maybe) = try makeGuard([.scramSHA256], ["sslmode": "prefer"])
        #expect(maybe["channel_binding"] == nil)
    }

    @Test func whereNoPasswordIsAllowedThereIsNone() throws {
        let (made, keywords) = try makeGuard([.none], ["password": "x", "passfile": "/y"])
        #expect(keywords["password"] == "" && keywords["passfile"] == "/dev/null")
        #expect(!made.wantsPassword)
    }

    @Test func aNewLibraryDoesItItself() throws {
        var keywords: [String: String] = [:]
        let made = try AuthenticationGuard(
            [.scramSHA256, .md5], keywords: &keywords, hasRequireAuth: true)
        #expect(made == nil)
        #expect(keywords["require_auth"] == "md5,scram-sha-256")
    }

    @Test func nothingAllowedIsAMistake() {
        var keywords: [String: String] = [:]
        #expect(throws: PGError.self) { try AuthenticationGuard([], keywords: &keywords) }
    }
}

@Suite("What a refused connection says")
struct ConnectionRefusalTests {
    @Test func theCodeIsFoundAndTheSourceLeftOut() {
        let refusal = ConnectionRefusal(
            """
            connection to server at "127.0.0.1", port 5432 failed: FATAL:  28P01: password \
            authentication failed for user "x"
            LOCATION:  auth_failed, auth.c:336
            """)
        #expect(refusal.sqlState == "28P01")
        #expect(
            refusal.message
                == "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  password "
                + "authentication failed for user \"x\"")
        #expect(refusal.error.server?.severity == "FATAL")
    }

    @Test(arguments: ["connection refused", "FATAL:  a b", "FATAL:  abcde: x", "", ":  "])
    func whatHasNoCodeStaysAsItIs(text: String) {
        #expect(ConnectionRefusal(text).sqlState == nil)
        #expect(ConnectionRefusal(text).message == text)
    }

    @Test func anotherLanguageIsUnderstood() {
        let refusal = ConnectionRefusal(
            "Verbindung fehlgeschlagen: FATAL:  53300: zu viele\nORT:  Init, proc.c:354")
        #expect(refusal.sqlState == "53300")
        #expect(refusal.message == "Verbindung fehlgeschlagen: FATAL:  zu viele")
    }
}

@Suite("A race")
struct RaceTests {
    private let timeout = PGError(.deadlineExceeded, "late")

    @Test func theFirstOutcomeWins() async throws {
        let race = Race<Int>()
        race.finish(.success(1))
        race.finish(.success(2))
        #expect(race.isOver)
        #expect(try await race.value(by: .now + .seconds(10), orThrow: timeout) == 1)
    }

    @Test func nobodyWaitsBeyondTheDeadline() async {
        let race = Race<Int>()
        let error = await #expect(throws: PGError.self) {
            try await race.value(by: .now + .milliseconds(5), orThrow: timeout)
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(race.isOver)
    }

    @Test func cancellationEndsTheWait() async {
        let race = Race<Int>()
        let task = Task { try await race.value(by: .now + .seconds(100), orThrow: timeout) }
        task.cancel()
        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }
}

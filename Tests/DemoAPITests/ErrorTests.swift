import Hummingbird
import HummingbirdTesting
import PGCore
import Synchronization
import Testing

@testable import DemoAPI

@Suite("Errors")
struct ErrorTests {
    /// What a client gets and the log says when a handler throws.
    private func answer(to error: any Error) async throws -> (TestResponse, log: String) {
        let log = CapturedLog()
        let router = Router(context: DemoContext.self)
        router.addMiddleware {
            RequestLogMiddleware()
            ErrorMiddleware()
        }
        router.get("fail") { _, _ -> String in throw error }
        let application = Application(router: router, logger: log.logger)
        let response = try await application.test(.router) { client in
            try await client.execute(uri: "/fail", method: .get)
        }
        return (response, log.text)
    }

    private func violation(_ state: SQLState, _ constraint: String) -> PGError {
        var server = ServerError(sqlState: state, message: "secret@x.org violates \(constraint)")
        server.table = "users"
        server.constraint = constraint
        return PGError(server: server, statement: "INSERT INTO users SECRET")
    }

    @Test("a duplicate names the field")
    func duplicate() async throws {
        let (response, _) = try await answer(to: violation(.uniqueViolation, "users_email_key"))
        #expect(response.status == .conflict)
        #expect(
            String(buffer: response.body)
                == #"{"type":"about:blank","title":"Conflict","status":409,"#
                + #""detail":"another user has the same value","code":"conflict","#
                + #""errors":[{"field":"email","message":"is taken"}]}"#)
        #expect(response.headers[.contentType] == "application/problem+json")
    }

    @Test("what was deleted meanwhile is no failure of the server")
    func races() async throws {
        let (gone, _) = try await answer(
            to: violation(.foreignKeyViolation, "posts_author_id_fkey"))
        #expect(gone.status == .notFound)
    }

    @Test("a check of the table names the field")
    func check() async throws {
        let (response, _) = try await answer(to: violation(.checkViolation, "users_age_check"))
        #expect(response.status == .unprocessableContent)
        #expect(String(buffer: response.body).contains(#""field":"age""#))
    }

    @Test(
        "a database that cannot be had is a 503 with a time to try again",
        arguments: [
            PGError.Code.poolTimeout, .poolExhausted, .poolClosed, .connectionFailed,
            .connectionLost, .deadlineExceeded,
        ])
    func unavailable(code: PGError.Code) async throws {
        let (response, log) = try await answer(to: PGError(code, "no connection to db.internal"))
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
        #expect(!String(buffer: response.body).contains("db.internal"))
        #expect(log.contains("db.internal"))
    }

    private struct Surprise: Error {
        let detail = "SECRET"
    }

    @Test(
        "an unknown error says nothing to the client and everything to the log",
        arguments: [
            Surprise(), PGError(server: ServerError(sqlState: "42P01", message: "SECRET")),
            PGError(server: ServerError(sqlState: .uniqueViolation, message: "SECRET")),
        ] as [any Error])
    func unknown(error: any Error) async throws {
        let (response, log) = try await answer(to: error)
        #expect(response.status == .internalServerError)
        #expect(
            String(buffer: response.body)
                == #"{"type":"about:blank","title":"Internal Server Error","status":500,"#
                + #""detail":"something went wrong","code":"internal","errors":[]}"#)
        #expect(log.contains("SECRET"))
    }

    @Test("an unknown route has the same shape")
    func unknownRoute() async throws {
        let router = Router(context: DemoContext.self)
        router.add(middleware: ErrorMiddleware<DemoContext>())
        let response = try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/nowhere", method: .get)
        }
        #expect(response.status == .notFound)
        #expect(
            String(buffer: response.body)
                == #"{"type":"about:blank","title":"Not Found","status":404,"#
                + #""detail":"not found","code":"not_found","errors":[]}"#)
    }
}

import Hummingbird
import HummingbirdTesting
import Testing

@testable import DemoAPI

@Suite("Operations")
struct OperationTests {
    private let operation = Operation(
        method: .get, path: "/things/{id}", id: "things", summary: "Things", tag: "test",
        parameters: [
            .path("id", .integer), .query("limit", .integer(1...100)),
            .query("kind", .oneOf(["a", "b"])),
            .query("word", .string) { $0 == "no" ? "must not be no" : nil },
            .query("deep", .boolean), .header("x-count", .integer),
        ],
        responses: [.empty(.ok, "Fine.")])

    private func answer(
        _ uri: String, _ method: HTTPRequest.Method = .get, _ headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        let router = Router(context: DemoContext.self)
        router.add(middleware: ErrorMiddleware<DemoContext>())
        let api = API(router)
        api.add(operation) { _, _ in "ok" }
        api.finish()
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers)
        }
    }

    @Test(
        "a query as declared reaches the handler",
        arguments: [
            "", "?limit=1", "?limit=100&kind=b", "?word=yes", "?deep=true", "?word=a%26b%20c",
        ])
    func goodQueries(query: String) async throws {
        #expect(try await String(buffer: answer("/things/1\(query)").body) == "ok")
    }

    @Test(
        "a query that is not as declared is told of everything that is wrong",
        arguments: [
            ("limit=0", ["limit must be from 1 to 100"]),
            ("limit=x&kind=c", ["limit must be from 1 to 100", "kind must be one of a, b"]),
            ("limit=", ["limit must be from 1 to 100"]),
            ("word=no&deep=1", ["word must not be no", "deep must be true or false"]),
            ("limit=1&limit=2", ["limit is given more than once"]),
            (
                "limits=1&a=b",
                [
                    "limits is not a parameter of this route",
                    "a is not a parameter of this route",
                ]
            ),
            ("word=a%00b", ["word must not contain a NUL character"]),
        ] as [(String, [String])])
    func badQueries(query: String, problems: [String]) async throws {
        let response = try await answer("/things/1?\(query)")
        #expect(response.status == .badRequest)
        #expect(response.headers[.contentType] == "application/problem+json")
        let text = String(buffer: response.body)
        for problem in problems {
            let parts = problem.split(separator: " ", maxSplits: 1)
            #expect(text.contains(#"{"field":"\#(parts[0])","message":"\#(parts[1])"}"#))
        }
    }

    @Test("headers are checked like the query")
    func headers() async throws {
        let name = try #require(HTTPFields.Element.Name("X-Count"))
        #expect(try await answer("/things/1", .get, [name: "7"]).status == .ok)
        #expect(try await answer("/things/1", .get, [name: "many"]).status == .badRequest)
    }

    @Test("a method that a path does not have is a 405 that says which it has")
    func otherMethods() async throws {
        let query = try #require(HTTPRequest.Method("QUERY"))
        for method in [HTTPRequest.Method.put, .delete, .options, .trace, query] {
            let response = try await answer("/things/1", method)
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow] == "GET")
        }
    }

    @Test("the document has what the routes have")
    func document() async throws {
        let text = try await String(buffer: answer("/openapi.json").body)
        #expect(text.contains(#""openapi":"3.1.0""#))
        #expect(text.contains(#""/things/{id}":{"get":{"operationId":"things""#))
        #expect(text.contains(#""schema":{"maximum":100,"minimum":1,"type":"integer"}"#))
        #expect(text.contains(##""$ref":"#/components/schemas/Problem""##))
        #expect(text.contains(#""/openapi.json""#))
    }

    @Test("a body that can be of two types has both in the document")
    func alternatives() throws {
        let document = OpenAPI(operations: [MaterializeOperations.chunked]).json
        let text = String(decoding: try JSONBytesEncoder.encode(document), as: UTF8.self)
        #expect(
            text.contains(
                #""content":{"application/json":{"schema":{}},"#
                    + #""application/x-ndjson":{"schema":{"type":"string"}}}"#))
    }
}

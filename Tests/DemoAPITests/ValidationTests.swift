import Foundation
import Hummingbird
import Testing

@testable import DemoAPI

@Suite("Validation")
struct ValidationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let body: String
        let problems: [String]
        var testDescription: String { body }
    }

    private func problems<Body: Decodable>(in body: String, as type: Body.Type) throws -> [String] {
        do {
            _ = try JSONDecoder().decode(type, from: Data(body.utf8))
            return []
        } catch let error as APIError {
            #expect(error.status == .unprocessableContent)
            return error.fields.map { "\($0.field) \($0.message)" }
        }
    }

    @Test(
        "a new user is told of every field at fault",
        arguments: [
            Case(body: #"{"email": "a@x.org", "name": "A"}"#, problems: []),
            Case(
                body: #"{"email": "a@x.org", "name": "A", "age": null, "role": null}"#, problems: []
            ),
            Case(
                body: #"{"email": "a@x.org", "name": "A", "age": 0, "role": "admin"}"#, problems: []
            ),
            Case(body: #"{"email": "a@x.org", "name": "A", "age": 150}"#, problems: []),
            Case(body: "{}", problems: ["email is required", "name is required"]),
            Case(
                body: #"{"email": null, "name": "A"}"#,
                problems: ["email is required"]),
            Case(
                body: #"{"email": "x", "name": " ", "age": 151, "role": "king"}"#,
                problems: [
                    "email must look like name@example.org", "name must not be empty",
                    "age must be from 0 to 150", "role must be one of member, admin",
                ]),
            Case(
                body: #"{"email": "a@x.org", "name": "A", "age": -1}"#,
                problems: ["age must be from 0 to 150"]),
            Case(
                body:
                    #"{"email": "a@x.org", "name": "a\#(String(repeating: "\u{301}", count: 200))"}"#,
                problems: ["name must have at most 200 characters"]),
            Case(
                body: #"{"email": "a@x.org", "name": "a\u0000b"}"#,
                problems: ["name must not contain a NUL character"]),
        ])
    func newUsers(_ testCase: Case) throws {
        #expect(try problems(in: testCase.body, as: NewUser.self) == testCase.problems)
    }

    @Test(
        "changes may leave fields out, and clear only the age",
        arguments: [
            Case(body: "{}", problems: []),
            Case(body: #"{"age": null}"#, problems: []),
            Case(body: #"{"name": "B", "role": "member"}"#, problems: []),
            Case(
                body: #"{"email": null, "name": null, "role": null}"#,
                problems: [
                    "email must not be null", "name must not be null", "role must not be null",
                ]),
            Case(
                body: #"{"email": "@x.org", "age": 200}"#,
                problems: ["email must look like name@example.org", "age must be from 0 to 150"]),
        ])
    func changes(_ testCase: Case) throws {
        #expect(try problems(in: testCase.body, as: UserChanges.self) == testCase.problems)
    }

    @Test("a missing age stays, a null age is cleared")
    func ages() throws {
        func age(_ body: String) throws -> Int?? {
            try JSONDecoder().decode(UserChanges.self, from: Data(body.utf8)).age
        }
        #expect(try age("{}") == .none)
        #expect(try age(#"{"age": null}"#) == .some(nil))
        #expect(try age(#"{"age": 7}"#) == .some(7))
    }

    @Test(
        "a value of the wrong type names its field",
        arguments: [
            (#"{"email": 1, "name": "A"}"#, "email", "must be a string"),
            (#"{"email": "a@x.org", "name": ["A"]}"#, "name", "must be a string"),
            (#"{"email": "a@x.org", "name": "A", "age": "7"}"#, "age", "must be a whole number"),
            (#"{"email": "a@x.org", "name": "A", "age": 7.5}"#, "age", "must be a whole number"),
            (#"{"email": "a@x.org", "name": "A", "role": true}"#, "role", "must be a string"),
        ])
    func wrongTypes(body: String, field: String, message: String) throws {
        let error = try #require(throws: APIError.self) {
            try JSONDecoder().decode(NewUser.self, from: Data(body.utf8))
        }
        #expect(error.status == .badRequest)
        #expect(error.fields == [FieldProblem(field: field, message: message)])
    }

    @Test(
        "addresses",
        arguments: [
            ("a@x.org", true), ("a.b+c@mail.example.org", true), ("ä@例え.jp", true),
            ("", false), ("a", false), ("a@", false), ("@x.org", false), ("a@b@x.org", false),
            ("a@x", false), ("a@.org", false), ("a@x.", false), ("a b@x.org", false),
            ("a@x.org\n", false), ("a\0@x.org", false),
            (String(repeating: "a", count: 249) + "@x.org", false),
        ])
    func addresses(text: String, isValid: Bool) {
        #expect((UserFields.email.rule(text) == nil) == isValid)
    }

    @Test("a name has at most 200 characters, however many bytes they take")
    func names() {
        #expect(UserFields.name.rule(String(repeating: "👩", count: 200)) == nil)
        #expect(
            UserFields.name.rule(String(repeating: "a", count: 201))
                == "must have at most 200 characters")
    }
}

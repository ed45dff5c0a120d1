import Foundation
import Hummingbird

extension ExploreOperation {
    /// Makes the request that a client of the API would send.
    ///
    /// - Throws: An answer that names every field that is wrong.
    func request(_ variant: ExploreVariant, _ input: [String: String]) throws -> Request {
        try check(input)
        var path = variant.path
        var query: [String] = []
        var body: [String: BodyValue] = [:]
        for field in fields {
            guard let value = input[field.name], !value.isEmpty else { continue }
            switch field.place {
            case .path: path = path.replacing("{\(field.name)}", with: value)
            case .query: query.append("\(field.name)=\(Self.percentEncoded(value))")
            case .body: body[field.name] = BodyValue(value, field.kind)
            }
        }
        if !query.isEmpty { path += "?" + query.joined(separator: "&") }
        var head = HTTPRequest(method: method, scheme: "http", authority: "explorer", path: path)
        guard fields.contains(where: { $0.place == .body }) else {
            return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        }
        head.headerFields[.contentType] = "application/json"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = try encoder.encode(body)
        return Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: text)))
    }

    private func check(_ input: [String: String]) throws(APIError) {
        var problems = input.keys.sorted()
            .filter { name in !fields.contains { $0.name == name } }
            .map { FieldProblem(field: $0, message: "is not a field of this operation") }
        for field in fields {
            let value = input[field.name] ?? ""
            let problem =
                if value.isEmpty {
                    field.place == .path ? "is required" : nil
                } else {
                    field.problem(with: value)
                }
            if let problem { problems.append(FieldProblem(field: field.name, message: problem)) }
        }
        if !problems.isEmpty { throw .invalid(problems) }
    }

    /// A value of a JSON body.
    private struct BodyValue: Encodable {
        let text: String
        let kind: ExploreField.Kind

        init(_ text: String, _ kind: ExploreField.Kind) {
            self.text = text
            self.kind = kind
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if kind == .integer, let number = Int(text) {
                try container.encode(number)
            } else {
                try container.encode(text)
            }
        }
    }

    private static func percentEncoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

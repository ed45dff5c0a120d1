import Hummingbird

/// Checks the query and the headers of requests against what an operation declares.
struct RequestCheck: Sendable {
    private let query: [Parameter]
    private let headers: [(name: HTTPFields.Element.Name, parameter: Parameter)]

    init(_ operation: Operation) {
        query = operation.parameters.filter { $0.location == .query }
        headers = operation.parameters.compactMap { parameter in
            guard parameter.location == .header else { return nil }
            return HTTPFields.Element.Name(parameter.name).map { ($0, parameter) }
        }
    }

    /// Throws all that is wrong with a request at once.
    func callAsFunction(_ request: Request) throws(APIError) {
        let given = request.uri.queryParameters.map { ("\($0)", "\($1)") }
        var problems = query.flatMap { parameter in
            check(parameter, given.filter { $0.0 == parameter.name }.map(\.1))
        }
        for (name, _) in given where !query.contains(where: { $0.name == name }) {
            problems.append(FieldProblem(field: name, message: "is not a parameter of this route"))
        }
        for (name, parameter) in headers {
            problems += check(parameter, request.headers[values: name])
        }
        if !problems.isEmpty { throw .malformed("the request is not valid", problems) }
    }

    private func check(_ parameter: Parameter, _ values: [String]) -> [FieldProblem] {
        let message =
            switch values.count {
            case 0: parameter.isRequired ? "is required" : nil
            case 1: parameter.problem(with: values[0])
            default: Optional("is given more than once")
            }
        return message.map { [FieldProblem(field: parameter.name, message: $0)] } ?? []
    }
}

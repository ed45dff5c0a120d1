import Hummingbird

extension Operation {
    /// Checks the query and the headers of a request against what is declared, and throws all that
    /// is wrong with them at once.
    func check(_ request: Request) throws(APIError) {
        var problems = checkQuery(request.uri.queryParameters.map { ("\($0)", "\($1)") })
        for parameter in parameters where parameter.location == .header {
            guard let name = HTTPFields.Element.Name(parameter.name) else { continue }
            problems += check(parameter, request.headers[values: name])
        }
        if !problems.isEmpty { throw .malformed("the request is not valid", problems) }
    }

    private func checkQuery(_ query: [(name: String, value: String)]) -> [FieldProblem] {
        let declared = parameters.filter { $0.location == .query }
        var problems = declared.flatMap { parameter in
            check(parameter, query.filter { $0.name == parameter.name }.map(\.value))
        }
        let known = Set(declared.map(\.name))
        for (name, _) in query where !known.contains(name) {
            problems.append(FieldProblem(field: name, message: "is not a parameter of this route"))
        }
        return problems
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

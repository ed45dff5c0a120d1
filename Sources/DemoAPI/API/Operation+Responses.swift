import Hummingbird

extension Operation {
    /// Its own answers, and the errors that come from what it takes, each status once.
    var allResponses: [ResponseShape] {
        var shapes = responses
        for shape in commonProblems where !shapes.contains(where: { $0.status == shape.status }) {
            shapes.append(shape)
        }
        return shapes
    }

    private var commonProblems: [ResponseShape] {
        var shapes = [ResponseShape.problem(.badRequest, "The request is not what it should be.")]
        if parameters.contains(where: { $0.location == .path }) {
            shapes.append(.problem(.notFound, "There is nothing under this path."))
        }
        if body != nil {
            shapes += [
                .problem(.requestTimeout, "The body did not arrive in time."),
                .problem(.contentTooLarge, "The body is too large."),
                .problem(.unprocessableContent, "Some fields are not valid: see `errors`."),
            ]
        }
        let again = ResponseShape.Header(
            name: "Retry-After", description: "When to try again, in seconds.", schema: .integer)
        return shapes + [
            .problem(.tooManyRequests, "You asked too often.", headers: [again]),
            .problem(.internalServerError, "Something went wrong; the log has what."),
            .problem(
                .serviceUnavailable, "There is more to do than can be done, or no database.",
                headers: [again]),
        ]
    }
}

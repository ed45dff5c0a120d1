import Hummingbird

/// The routes of the four ways.
enum MaterializeOperations {
    static let blocking = held(
        "blocking", "A thread waits",
        """
        The query runs on a thread of its own, which is blocked meanwhile, as in a script. Four \
        such threads exist, and nothing stops the query when you go away.
        """)

    static let `await` = held(
        "await", "The task waits",
        "The whole result is fetched, and the thread does other work meanwhile.")

    static let deferred = held(
        "deferred", "Queries overlap",
        """
        The users and their number are fetched at once. A third query is begun as well, and stopped \
        on the server as soon as the users are there.
        """,
        headers: [
            .init(name: "Total-Count", description: "How many there are.", schema: .integer),
            .init(
                name: "Cancelled-Query", description: "What became of the query that was stopped."),
        ], holdsConnection: true)

    static let chunked = Operation(
        method: .get, path: "/materialize/chunked/users", id: "materializeChunked",
        summary: "Rows arrive while the database produces them",
        detail: """
            As one JSON array, or with `format=ndjson` or `Accept: application/x-ndjson` as an object \
            on each line; in columns, a line for each \(StreamLimits.chunk) rows. Memory stays flat \
            however many there are, a slow reader slows the database down, and going away stops it. \
            A failure half-way ends the connection before the body is complete; the trailer \
            `Stream-Status: complete` follows a body that is.
            """,
        tag: tag,
        parameters: [
            .query("limit", .integer(1...1_000_000_000), "How many users; all if it is missing."),
            shape,
            .query(
                "format", .oneOf(MaterializeRequest.Format.allCases.map(\.rawValue)),
                "What the rows are written as."),
        ],
        responses: [
            ResponseShape(
                status: .ok, description: "The users, in the shape and format asked for.",
                schema: .anything, alternatives: [MaterializeRequest.lineType: .string])
        ], isTransfer: true)

    private static let tag = "Materialising"

    private static let shape = Parameter.query(
        "shape", .oneOf(MaterializeRequest.Shape.allCases.map(\.rawValue)),
        "An object for each row, or an array for each column.")

    /// A way that holds the whole result.
    private static func held(
        _ name: String, _ summary: String, _ detail: String,
        headers: [ResponseShape.Header] = [], holdsConnection: Bool = false
    ) -> Operation {
        Operation(
            method: .get, path: "/materialize/\(name)/users",
            id: "materialize\(name.prefix(1).uppercased())\(name.dropFirst())",
            summary: summary, detail: detail, tag: tag,
            parameters: [
                .query(
                    "limit", .integer(1...MaterializeRequest.largestResult),
                    "How many users; \(MaterializeRequest.defaultLimit) if it is missing."),
                shape,
            ],
            responses: [
                ResponseShape(
                    status: .ok, description: "The users, in the shape asked for.",
                    schema: .anything, headers: headers)
            ], holdsConnection: holdsConnection)
    }
}

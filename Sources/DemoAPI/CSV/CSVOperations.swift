import Hummingbird

/// The routes of files.
enum CSVOperations {
    static let load = Operation(
        method: .post, path: "/users/import", id: "importUsers",
        summary: "Import users from a file",
        detail: """
            The file is comma-separated values as in RFC 4180, in UTF-8 and of any size. Its first line \
            names the columns: `email` and `name`, and if you like `age`, `role` and `created_at`; an `id` \
            is passed over. It is stored while it is uploaded, all of it or nothing: if a row is \
            wrong, `errors` has its number, its line and the column.
            """,
        tag: "Files",
        body: BodyShape(contentType: "text/csv", schema: .string),
        responses: [
            .json(ImportResult.self, status: .created, "All users of the file are stored."),
            .problem(.conflict, "A row has the address of another user."),
            .problem(.unsupportedMediaType, "The body is of another type."),
        ],
        isTransfer: true)

    static let export = Operation(
        method: .get, path: "/users/export.csv", id: "exportUsers",
        summary: "Export all users to a file",
        detail: "The first line names the columns. The file can be imported again.",
        tag: "Files",
        responses: [.text("text/csv", "The users, in the order of their keys.")],
        isTransfer: true)
}

extension ImportResult: Described {
    static let schema = JSONSchema.object(
        "ImportResult",
        .init(name: "imported", schema: .integer.described("How many users there are more.")))
}

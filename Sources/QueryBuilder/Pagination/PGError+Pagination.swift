public import PGCore

extension PGError.Code {
    /// A text is no cursor, or the cursor of another query or order.
    public static let invalidCursor = PGError.Code(rawValue: "invalidCursor")

    /// A query cannot be read page by page as it is.
    public static let notPageable = PGError.Code(rawValue: "notPageable")
}

extension PGError {
    static let malformedCursor = PGError(
        .invalidCursor, "the cursor is not one that a page came with",
        hint: "Begin with the first page")

    static let foreignCursor = PGError(
        .invalidCursor, "the cursor belongs to a query with another order",
        hint: "Use a cursor only with the query whose page it came with")

    static func notPageable(_ reason: String, hint: String) -> PGError {
        PGError(.notPageable, "the query cannot be read by pages: \(reason)", hint: hint)
    }
}

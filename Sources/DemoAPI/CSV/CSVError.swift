/// Why a text is not comma-separated values.
struct CSVError: Error, Equatable {
    /// The line at fault, counted from 1.
    let line: Int
    /// The field at fault in its record, counted from 1.
    let field: Int
    let message: String
}

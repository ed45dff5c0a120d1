import Hummingbird

/// The records of an uploaded file, read while the upload goes on.
///
/// The next piece is asked for when the records of the last are used up, so a slow reader slows
/// the client down.
struct CSVRecords {
    private var pieces: RequestBody.AsyncIterator
    private var parser = CSVParser()
    private var isOver = false
    /// How many bytes have been read.
    private(set) var bytes = 0

    init(_ body: RequestBody) {
        pieces = body.makeAsyncIterator()
    }

    /// Returns the next record, or `nil` at the end.
    mutating func next() async throws -> CSVRecord? {
        while !isOver {
            if let record = try parser.next() { return record }
            guard let piece = try await pieces.next(isolation: #isolation) else {
                isOver = true
                return try parser.finish()
            }
            bytes += piece.readableBytes
            parser.append(Array(piece.readableBytesView))
        }
        return nil
    }
}

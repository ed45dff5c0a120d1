/// A stream of rows as JSON bytes: one piece of text for each chunk of rows.
///
/// The pieces put together are one array, or one object on each line. It keeps no more than one
/// piece, and holds the server back while a piece is in use, as the stream of rows does. When
/// something fails in the middle the sequence throws, and the text is incomplete.
public struct JSONChunks<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Base.Element: RowBatch, Base.Failure == PGError {
    /// A piece of the text.
    public typealias Element = [UInt8]
    /// What the sequence throws.
    public typealias Failure = PGError

    let base: Base
    let layout: JSONLayout
    let options: JSONOptions

    /// Makes an iterator, which runs the statement when the first piece is asked for.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: base.makeAsyncIterator(), framing: Framing(layout), options: options)
    }

    /// Reads the pieces; it belongs to one task.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: Base.AsyncIterator
        var framing: Framing
        let options: JSONOptions
        private var writer: JSONWriter?

        init(base: Base.AsyncIterator, framing: Framing, options: JSONOptions) {
            self.base = base
            self.framing = framing
            self.options = options
        }

        /// Returns the next piece, or `nil` at the end.
        ///
        /// No piece is empty.
        ///
        /// - Throws: As the stream of rows does; ``PGError/Code/decodingFailed`` for a value that
        ///   cannot be written.
        public mutating func next() async throws(PGError) -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        /// Returns the next piece, or `nil` at the end.
        ///
        /// - Throws: As ``next()`` does.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> [UInt8]? {
            guard !framing.isOver else { return nil }
            while let rows = try await base.next(isolation: actor) {
                if rows.count > 0 { return try piece(rows) }
            }
            return framing.end()
        }

        private mutating func piece(_ rows: Base.Element) throws(PGError) -> [UInt8] {
            var writer =
                self.writer
                ?? JSONWriter(
                    names: rows.columnNames, types: rows.columnTypes, options: options,
                    keepsOneLine: framing.layout == .lines)
            writer.bytes = framing.beginPiece()
            do throws(PGError) {
                try writer.write(rows: rows, framing.layout)
            } catch {
                framing.isOver = true
                throw error
            }
            let bytes = writer.bytes
            writer.bytes = []
            self.writer = writer
            return bytes
        }
    }

    /// What comes before, between and after the pieces.
    struct Framing {
        let layout: JSONLayout
        var isOver = false
        private var hasBegun = false

        init(_ layout: JSONLayout) {
            self.layout = layout
        }

        /// Returns what a piece begins with.
        mutating func beginPiece() -> [UInt8] {
            guard layout == .array else { return [] }
            defer { hasBegun = true }
            return [hasBegun ? .comma : .openBracket]
        }

        /// Returns the last piece, or `nil` when there is none.
        mutating func end() -> [UInt8]? {
            isOver = true
            guard layout == .array else { return nil }
            return hasBegun ? [.closeBracket] : [.openBracket, .closeBracket]
        }
    }
}

extension AsyncSequence where Self: Sendable, Element: RowBatch, Failure == PGError {
    /// Returns the stream's rows as pieces of JSON text, such as the body of an HTTP response.
    ///
    /// ```swift
    /// for try await bytes in pool.stream("SELECT * FROM events").jsonChunks(.lines) {
    ///     try await response.write(bytes)
    /// }
    /// ```
    ///
    /// An empty stream is `[]` in the array layout, and nothing in lines.
    public func jsonChunks(
        _ layout: JSONLayout = .array, options: JSONOptions = JSONOptions()
    ) -> JSONChunks<Self> {
        JSONChunks(base: self, layout: layout, options: options)
    }
}

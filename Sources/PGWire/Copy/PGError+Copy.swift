import PGCore

extension PGError {
    /// Returns the error with the line and the column that the server names in its context.
    ///
    /// The context is `COPY table, line 3, column b: "x"`, in the server's language: so its words are
    /// passed over, and the value in it is left where it is.
    func inCopy() -> PGError {
        guard let place = server?.context.flatMap(CopyContext.init) else { return self }
        var error = atCopyLine(place.line)
        if column == nil, let column = place.column { error = error.inColumn(0, named: column) }
        return error
    }

    /// Returns the error of a COPY of rows with the number of the row, counted from 0.
    func inCopiedRow(after headerLines: Int) -> PGError {
        guard row == nil, let copyLine, copyLine > headerLines else { return self }
        return inRow(copyLine - 1 - headerLines)
    }
}

/// The place in a COPY's data that an error is about.
struct CopyContext: Equatable {
    let line: Int
    let column: String?

    /// Finds the line that begins with COPY among the server's words on where an error occurred.
    init?(_ context: String) {
        for line in context.split(separator: "\n") where line.hasPrefix("COPY ") {
            if let found = CopyContext(line: line) {
                self = found
                return
            }
        }
        return nil
    }

    private init?(line text: Substring) {
        // The table's name may contain anything, so the first piece that ends in a number counts.
        var rest = text.drop { $0 != "," }
        while let comma = rest.first {
            guard comma == "," else { return nil }
            let piece = rest.dropFirst().prefix { $0 != "," && $0 != ":" }
            rest = rest.dropFirst().dropFirst(piece.count)
            guard let word = piece.split(separator: " ").last, let line = Int(word) else {
                rest = rest.drop { $0 != "," }
                continue
            }
            self.line = line
            // What follows the comma and one word is the column.
            let name = rest.dropFirst(2).drop { $0 != " " }.dropFirst().prefix { $0 != ":" }
            column = rest.first == "," && !name.isEmpty ? String(name) : nil
            return
        }
        return nil
    }
}

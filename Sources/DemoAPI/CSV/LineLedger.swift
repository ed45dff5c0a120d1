/// Remembers on which line each row of a file begins, to name it when the database refuses a row much
/// later.
///
/// Rows follow each other line by line but for quoted line breaks and empty lines, so only those
/// take memory; of a file that is full of them, the oldest are forgotten.
struct LineLedger {
    private struct Entry {
        let row: Int
        let line: Int
    }

    private let limit: Int
    /// The first row of each run of rows that are on lines next to each other.
    private var runs: [Entry] = []
    private var rows = 0

    init(limit: Int = 10_000) {
        self.limit = limit
    }

    /// Adds the next row; rows are counted from 1.
    mutating func add(line: Int) {
        rows += 1
        if let last = runs.last, line - last.line == rows - last.row { return }
        if runs.count >= limit { runs.removeFirst(limit / 2) }
        runs.append(Entry(row: rows, line: line))
    }

    /// The line on which a row begins, if it is known.
    func line(ofRow row: Int) -> Int? {
        guard row <= rows, let run = runs.last(where: { $0.row <= row }) else { return nil }
        return run.line + row - run.row
    }
}

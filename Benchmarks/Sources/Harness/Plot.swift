/// Draws the throughput of every subject relative to asyncpg, or to the best of them without it.
enum Plot {
    private static let colours: [Subject: String] = [
        .strata: "#1b7f79", .strataGlobal: "#7cc4bf", .strataOwn: "#4da39d",
        .strataOther: "#b8ddda",
        .strataQuery: "#4d6fb3",
        .cBlocking: "#555555", .cEvents: "#888888", .cPipeline: "#aaaaaa",
        .asyncpg: "#d98324", .psycopg: "#eec08a",
        .sqlalchemy: "#a3551b",
    ]
    private static let labelWidth = 330
    private static let plotWidth = 560
    private static let barHeight = 11
    private static let gap = 12

    static func svg(_ cells: [Cell]) -> String {
        var body = ""
        var y = 64
        let greatest = cells.flatMap { cell in relative(cell).map(\.1) }.max() ?? 1
        for cell in cells {
            let bars = relative(cell)
            body += text(
                "\(cell.workload.title), \(connections(cell))", x: labelWidth - 8,
                y: y + bars.count * barHeight / 2 + 4, anchor: "end")
            for (subject, ratio) in bars {
                let width = max(1, Int(Double(plotWidth) * ratio / greatest))
                body +=
                    "<rect x=\"\(labelWidth)\" y=\"\(y)\" width=\"\(width)\" "
                    + "height=\"\(barHeight - 1)\" fill=\"\(colours[subject] ?? "#000")\"/>\n"
                body += text(
                    format(ratio, digits: 2), x: labelWidth + width + 4, y: y + barHeight - 2,
                    size: 9)
                y += barHeight
            }
            y += gap
        }
        return frame(body, height: y + 8)
    }

    private static func connections(_ cell: Cell) -> String {
        cell.workload.connections == 1 ? "1 connection" : "\(cell.workload.connections) connections"
    }

    private static func relative(_ cell: Cell) -> [(Subject, Double)] {
        let subjects = Subject.allCases.filter { cell.runs[$0] != nil }
        let one =
            cell.runs[.asyncpg] == nil
            ? subjects.map { cell.median($0, \.perSecond) }.max() ?? 1
            : cell.median(.asyncpg, \.perSecond)
        return subjects.map { ($0, cell.median($0, \.perSecond) / max(one, 1e-9)) }
    }

    private static func frame(_ body: String, height: Int) -> String {
        let width = labelWidth + plotWidth + 50
        var legend = ""
        var x = labelWidth
        for subject in Subject.allCases {
            legend += "<rect x=\"\(x)\" y=\"34\" width=\"10\" height=\"10\" "
            legend += "fill=\"\(colours[subject] ?? "#000")\"/>\n"
            legend += text(subject.rawValue, x: x + 13, y: 43, size: 9)
            x += 24 + subject.rawValue.count * 6
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="sans-serif">
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(text("Operations per second, asyncpg = 1 (without it: the best = 1)", x: 12, y: 22, size: 14))
            \(legend)\(body)</svg>

            """
    }

    private static func text(
        _ content: String, x: Int, y: Int, size: Int = 11, anchor: String = "start"
    ) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor)\" "
            + "fill=\"#222222\">\(content)</text>\n"
    }
}

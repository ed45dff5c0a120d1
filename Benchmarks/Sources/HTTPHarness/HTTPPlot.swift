import Support

/// Draws the requests a second of every server.
enum HTTPPlot {
    private static let colours: [Server: String] = [
        .raw: "#1b7f79", .query: "#4d6fb3", .orm: "#7a4fa3", .asyncpg: "#d98324",
        .sqlalchemy: "#a3551b",
    ]
    private static let labels = 190
    private static let bars = 520
    private static let height = 16

    static func svg(_ comparison: Comparison) -> String {
        var body = ""
        var y = 20
        for request in Request.allCases {
            body += text(request.title, x: 12, y: y + 14, weight: "bold")
            y += 24
            let most =
                Server.allCases.map { comparison.figure($0, request, \.requestsPerSecond) }.max()
                ?? 1
            for server in Server.allCases {
                body += bar(
                    server, comparison.figure(server, request, \.requestsPerSecond), most, y)
                y += height + 4
            }
            y += 12
        }
        let width = labels + bars + 90
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(y)" \
            viewBox="0 0 \(width) \(y)" font-family="sans-serif" role="img" \
            aria-label="Requests a second of each server">
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(body)</svg>

            """
    }

    private static func bar(_ server: Server, _ value: Double, _ most: Double, _ y: Int) -> String {
        let width = max(1, Int(Double(bars) * value / max(most, 1e-9)))
        return text(server.rawValue, x: labels - 8, y: y + height - 4, anchor: "end")
            + "<rect x=\"\(labels)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" "
            + "fill=\"\(colours[server] ?? "#000000")\"/>\n"
            + text(
                "\(decimal(value, 0)) requests/s", x: labels + width + 6, y: y + height - 4,
                size: 10)
    }

    private static func text(
        _ content: String, x: Int, y: Int, size: Int = 12, anchor: String = "start",
        weight: String = "normal"
    ) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor)\" "
            + "font-weight=\"\(weight)\" fill=\"#222222\">\(content)</text>\n"
    }
}

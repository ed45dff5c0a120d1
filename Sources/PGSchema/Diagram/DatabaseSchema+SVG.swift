import PGCore

extension DatabaseSchema {
    /// The tables and their foreign keys as a picture.
    ///
    /// Tables stand right of those they refer to. A line leads from the columns of a foreign key, at
    /// its forked end, to the referenced row, where a circle says that there may be none. Keys are
    /// marked, and a type with a question mark may be NULL.
    public var svg: String {
        let layout = DiagramLayout(self)
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(layout.width) \(layout.height)" \
            width="\(layout.width)" height="\(layout.height)" role="img" \
            font-family="ui-monospace, Menlo, Consolas, monospace" font-size="11">
            <title>Tables and foreign keys</title>
            <rect width="100%" height="100%" fill="#ffffff"/>

            """
        for line in layout.lines { text += line.svg }
        for box in layout.boxes { text += box.svg }
        return text + "</svg>\n"
    }
}

extension DiagramLayout.Line {
    fileprivate var svg: String {
        guard let first = points.first, let last = points.last, points.count > 2 else { return "" }
        let corners = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        let start = points[1].x < first.x ? -1 : 1
        let end = points[points.count - 2].x < last.x ? -1 : 1
        return """
            <g fill="none" stroke="#5b6b7b" stroke-width="1.2">
            <title>\(label.escapedForXML)</title>
            <polyline points="\(corners)" stroke-linejoin="round"/>
            \(sourceEnd(first, start))\(targetEnd(last, end))</g>

            """
    }

    /// A fork for many rows, a bar for one.
    private func sourceEnd(_ point: (x: Int, y: Int), _ direction: Int) -> String {
        let tip = point.x + 10 * direction
        if isUnique { return bar(point.x + 8 * direction, point.y) }
        return """
            <path d="M\(tip) \(point.y) L\(point.x) \(point.y - 5) M\(tip) \(point.y) \
            L\(point.x) \(point.y + 5)"/>

            """
    }

    /// A bar for one row, with a circle where there may be none.
    private func targetEnd(_ point: (x: Int, y: Int), _ direction: Int) -> String {
        var text = bar(point.x + 6 * direction, point.y)
        if isNullable {
            text += """
                <circle cx="\(point.x + 13 * direction)" cy="\(point.y)" r="3" fill="#ffffff"/>

                """
        }
        return text
    }

    private func bar(_ x: Int, _ y: Int) -> String {
        "<path d=\"M\(x) \(y - 3) V\(y + 3)\"/>\n"
    }
}

extension DiagramLayout.Box {
    fileprivate var svg: String {
        let name = table.qualifiedName.description.escapedForXML
        var text = """
            <g>
            <rect x="\(x)" y="\(y)" width="\(width)" height="\(height)" rx="4" fill="#f7f9fb" \
            stroke="#2f4050"/>
            <path d="M\(x) \(y + DiagramLayout.Metrics.header - 4) h\(width)" stroke="#2f4050"/>
            <text x="\(x + width / 2)" y="\(y + 17)" text-anchor="middle" font-weight="bold" \
            fill="#1b2733">\(name)</text>

            """
        for column in table.columns { text += line(for: column) }
        return text + "</g>\n"
    }

    private func line(for column: ColumnDefinition) -> String {
        let baseline = middle(of: column.name) + 4
        let inset = DiagramLayout.Metrics.padding
        let marks = table.keyMarks(of: column.name).joined(separator: " ")
        var text = """
            <text x="\(x + inset)" y="\(baseline)" fill="#1b2733">\(column.name.escapedForXML) \
            <tspan fill="#6b7b8b">\(column.diagramType.escapedForXML)</tspan></text>

            """
        if !marks.isEmpty {
            text += """
                <text x="\(x + width - inset)" y="\(baseline)" text-anchor="end" \
                fill="#a05a00">\(marks)</text>

                """
        }
        return text
    }
}

extension ColumnDefinition {
    fileprivate var diagramType: String { "\(type)\(isNullable ? "?" : "")" }
}

extension String {
    fileprivate var escapedForXML: String {
        var text = ""
        for character in self {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
        return text
    }
}

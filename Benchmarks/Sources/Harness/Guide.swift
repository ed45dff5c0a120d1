import Foundation
import Support

/// Writes what was measured of entities into the ORM's guide, so that no figure is typed by hand.
enum Guide {
    private static let path = "../Sources/ORM/ORM.docc/Performance.md"
    private static let begin = "<!-- figures -->"
    private static let end = "<!-- end of figures -->"

    static func write(_ cells: [Cell], memory: String) throws {
        let entities = cells.filter { $0.workload.name.hasPrefix("orm-") }
        guard !entities.isEmpty else { return }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let from = text.range(of: begin), let to = text.range(of: end) else {
            throw Failure("\(path) has no place for figures")
        }
        let figures = "\n\n" + table(entities) + memory + "\n"
        try text.replacingCharacters(in: from.upperBound..<to.lowerBound, with: figures)
            .write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func table(_ cells: [Cell]) -> String {
        var lines = [
            "| Work | Strata | SQLAlchemy | Times as fast | Target |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        for cell in cells {
            let ratio = cell.ratio(.throughput, of: .strata, to: .sqlalchemy)
            let target = cell.workload.targets.first { $0.rival == .sqlalchemy }
            let columns = [
                cell.workload.title, time(cell, .strata), time(cell, .sqlalchemy),
                ratio.map { format($0, digits: 1) } ?? "",
                target.map { format($0.bound, digits: 0) } ?? "",
            ]
            lines.append("| \(columns.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The time that one takes, in a unit that suits it.
    private static func time(_ cell: Cell, _ subject: Subject) -> String {
        guard cell.runs[subject] != nil else { return "" }
        let microseconds = 1e6 / max(cell.median(subject, \.perSecond), 1e-9)
        return microseconds < 1_000
            ? format(microseconds, digits: 0) + " µs"
            : format(microseconds / 1_000, digits: microseconds < 10_000 ? 1 : 0) + " ms"
    }
}

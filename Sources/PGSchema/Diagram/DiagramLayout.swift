import PGCore

/// Where the boxes and lines of a diagram go: tables in columns by what they refer to, lines between
/// the columns, each in a lane of its own.
///
/// All of it follows from the schema's order, so that the same schema gives the same picture.
struct DiagramLayout {
    struct Box {
        let table: TableDefinition
        /// The column of boxes: one more than the highest of the tables it refers to.
        let rank: Int
        var x = 0
        var y = 0
        let width: Int

        var height: Int { Metrics.header + table.columns.count * Metrics.row + Metrics.padding }

        /// The middle of a column's line.
        func middle(of column: String) -> Int {
            let index = table.columns.firstIndex { $0.name == column } ?? 0
            return y + Metrics.header + index * Metrics.row + Metrics.row / 2
        }
    }

    /// A foreign key, as corners of a line from the referring column to the referenced one.
    struct Line {
        let points: [(x: Int, y: Int)]
        let isNullable: Bool
        let isUnique: Bool
        let label: String
    }

    enum Metrics {
        static let header = 28
        static let row = 20
        static let padding = 6
        static let character = 7
        static let lane = 12
        static let margin = 24
        static let space = 28
    }

    private(set) var boxes: [Box] = []
    private(set) var lines: [Line] = []
    private(set) var width = 0
    private(set) var height = 0

    init(_ schema: DatabaseSchema) {
        let ranks = DiagramRanks(schema.tables).ranks
        boxes = zip(schema.tables, ranks).map { table, rank in
            Box(table: table, rank: rank, width: Self.width(of: table))
        }
        let routes = DiagramRoutes(boxes)
        place(routes)
        lines = routes.lines(between: boxes, top: Metrics.margin)
    }

    private static func width(of table: TableDefinition) -> Int {
        let texts = table.columns.map { $0.diagramText.count + 6 }
        let characters = max(table.qualifiedName.description.count + 2, texts.max() ?? 0)
        return characters * Metrics.character + 2 * Metrics.padding
    }

    private mutating func place(_ routes: DiagramRoutes) {
        let top = Metrics.margin + routes.topLanes * Metrics.lane
        var x = Metrics.margin + routes.gapWidth(0)
        let highest = boxes.map(\.rank).max() ?? 0
        for rank in 0...highest {
            var y = top
            let members = boxes.indices.filter { boxes[$0].rank == rank }
            for index in members {
                boxes[index].x = x
                boxes[index].y = y
                y += boxes[index].height + Metrics.space
            }
            height = max(height, y - Metrics.space + Metrics.margin)
            x += (members.map { boxes[$0].width }.max() ?? 0) + routes.gapWidth(rank + 1)
        }
        width = x + Metrics.margin
    }
}

extension ColumnDefinition {
    /// The column on its line.
    var diagramText: String { "\(name) \(type)\(isNullable ? "?" : "")" }
}

/// Which column of boxes each table goes to.
struct DiagramRanks {
    private(set) var ranks: [Int]
    private let targets: [[Int]]
    private var isOpen: [Bool]

    init(_ tables: [TableDefinition]) {
        targets = tables.map { table in
            table.foreignKeys.compactMap { key in
                tables.firstIndex { $0.qualifiedName == key.referencedName }
            }
        }
        ranks = Array(repeating: -1, count: tables.count)
        isOpen = Array(repeating: false, count: tables.count)
        for index in tables.indices { visit(index) }
    }

    /// Recursion is as deep as the longest chain of tables, which people write by hand.
    private mutating func visit(_ table: Int) {
        guard ranks[table] < 0, !isOpen[table] else { return }
        isOpen[table] = true
        var rank = 0
        for target in targets[table] {
            visit(target)
            // A circle is cut where it closes.
            if target != table { rank = max(rank, ranks[target] + 1) }
        }
        ranks[table] = rank
        isOpen[table] = false
    }
}

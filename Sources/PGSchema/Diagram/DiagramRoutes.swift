/// The lanes of a diagram's lines: vertical ones between the columns of boxes, and horizontal ones
/// above them for lines that pass a column.
struct DiagramRoutes {
    private struct Route {
        let source: Int
        let target: Int
        let key: ForeignKeyDefinition
        /// The gap where the line leaves and its lane, and the same where it arrives.
        var leave: (gap: Int, lane: Int)
        var arrive: (gap: Int, lane: Int)
        /// The lane above, when the two gaps differ.
        var above: Int?
    }

    private static let spread = [0, 7, -7]

    private var routes: [Route] = []
    private var lanes: [Int: Int] = [:]
    private(set) var topLanes = 0

    /// Gap `n` is left of the boxes of rank `n`.
    init(_ boxes: [DiagramLayout.Box]) {
        for (source, box) in boxes.enumerated() {
            for key in box.table.foreignKeys {
                let target = boxes.firstIndex { $0.table.qualifiedName == key.referencedName }
                guard let target else { continue }
                let from = box.rank
                let to = boxes[target].rank
                let leave = to < from ? from : from + 1
                let arrive = to <= from ? to + 1 : to
                add(source, target, key, leave: leave, arrive: arrive)
            }
        }
    }

    private mutating func add(
        _ source: Int, _ target: Int, _ key: ForeignKeyDefinition, leave: Int, arrive: Int
    ) {
        let left = (gap: leave, lane: nextLane(leave))
        guard leave != arrive else {
            routes.append(
                Route(source: source, target: target, key: key, leave: left, arrive: left))
            return
        }
        routes.append(
            Route(
                source: source, target: target, key: key, leave: left,
                arrive: (arrive, nextLane(arrive)), above: topLanes))
        topLanes += 1
    }

    private mutating func nextLane(_ gap: Int) -> Int {
        defer { lanes[gap, default: 0] += 1 }
        return lanes[gap, default: 0]
    }

    /// How wide a gap is, with room for the ends of its lines.
    func gapWidth(_ gap: Int) -> Int {
        guard let count = lanes[gap] else { return gap == 0 ? 0 : DiagramLayout.Metrics.space }
        return 2 * DiagramLayout.Metrics.space + (count - 1) * DiagramLayout.Metrics.lane
    }

    func lines(
        between boxes: [DiagramLayout.Box], top: Int
    ) -> [DiagramLayout.Line] {
        let edges = leftEdges(of: boxes)
        var arrivals: [Int: Int] = [:]
        return routes.map { route in
            let source = boxes[route.source]
            let target = boxes[route.target]
            let start = point(
                of: source, gap: route.leave.gap, column: route.key.columns.first ?? "")
            var end = point(
                of: target, gap: route.arrive.gap, column: route.key.referencedColumns.first ?? "")
            // Several lines that arrive at one row do so side by side.
            end.y += Self.spread[arrivals[route.target, default: 0] % Self.spread.count]
            arrivals[route.target, default: 0] += 1
            let first = edges[route.leave.gap, default: 0] + lane(route.leave.lane)
            let second = edges[route.arrive.gap, default: 0] + lane(route.arrive.lane)
            var points = [start, (first, start.y)]
            if let above = route.above {
                let y = top + above * DiagramLayout.Metrics.lane
                points += [(first, y), (second, y)]
            }
            points += [(second, end.y), end]
            return DiagramLayout.Line(
                points: points, isNullable: source.table.isNullable(route.key),
                isUnique: source.table.isUnique(route.key),
                label: route.key.columns.joined(separator: ", "))
        }
    }

    private func lane(_ number: Int) -> Int {
        DiagramLayout.Metrics.space + number * DiagramLayout.Metrics.lane
    }

    private func point(
        of box: DiagramLayout.Box, gap: Int, column: String
    ) -> (x: Int, y: Int) {
        (gap == box.rank ? box.x : box.x + box.width, box.middle(of: column))
    }

    /// Where each gap begins: at the right edge of the widest box before it.
    private func leftEdges(of boxes: [DiagramLayout.Box]) -> [Int: Int] {
        var edges: [Int: Int] = [0: DiagramLayout.Metrics.margin]
        for box in boxes {
            edges[box.rank + 1] = max(edges[box.rank + 1] ?? 0, box.x + box.width)
        }
        return edges
    }
}

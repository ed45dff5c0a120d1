#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How the server runs a statement: what `EXPLAIN` says, as values.
///
/// See "Using EXPLAIN" in the PostgreSQL manual.
public struct QueryPlan: Sendable {
    /// A step of the plan, fed by the steps below it.
    public struct Node: Sendable {
        /// What it does, such as `Seq Scan` or `Hash Join`.
        public let type: String
        /// The table it reads.
        public let relation: String?
        /// What the statement calls that table.
        public let alias: String?
        /// The index it uses.
        public let index: String?
        /// How a join joins, such as `Inner` or `Left`.
        public let joinType: String?
        /// The condition looked up in the index.
        public let indexCondition: String?
        /// The condition checked for each row.
        public let filter: String?
        /// The estimated cost until the first row, in the planner's unit.
        public let startupCost: Double
        /// The estimated cost until the last row, in the planner's unit.
        public let totalCost: Double
        /// The estimated number of rows.
        public let estimatedRows: Double
        /// The estimated size of a row in bytes.
        public let estimatedWidth: Int
        /// The time until the last row, of each run on average; with `analyze`.
        public let actualTime: Duration?
        /// The number of rows, of each run on average; with `analyze`.
        public let actualRows: Double?
        /// How often it ran; with `analyze`.
        public let loops: Int?
        /// Blocks found in the server's cache, including the steps below; with `buffers`.
        public let sharedHitBlocks: Int?
        /// Blocks read into the server's cache, including the steps below; with `buffers`.
        public let sharedReadBlocks: Int?
        /// The steps that feed it.
        public let children: [Node]

        /// This step and all below it, in the order in which `EXPLAIN` lists them.
        public var all: [Node] { [self] + children.flatMap(\.all) }
    }

    /// The step that yields the result.
    public let root: Node
    /// How long planning took; with `analyze`.
    public let planningTime: Duration?
    /// How long the execution took; with `analyze`.
    public let executionTime: Duration?
    /// All that the server said.
    public let json: String

    /// Every step, in the order in which `EXPLAIN` lists them.
    public var nodes: [Node] { root.all }

    /// Reads the answer to `EXPLAIN (FORMAT JSON)`; `nil` when it is something else.
    init?(json: String) {
        guard
            let whole = try? JSONDecoder().decode([Whole].self, from: Data(json.utf8)).first
        else { return nil }
        root = whole.root
        planningTime = whole.planningTime.map(milliseconds)
        executionTime = whole.executionTime.map(milliseconds)
        self.json = json
    }

    private struct Whole: Decodable {
        let root: Node
        let planningTime: Double?
        let executionTime: Double?

        enum CodingKeys: String, CodingKey {
            case root = "Plan"
            case planningTime = "Planning Time"
            case executionTime = "Execution Time"
        }
    }
}

private func milliseconds(_ count: Double) -> Duration { .microseconds(count * 1000) }

extension QueryPlan.Node: Decodable {
    private enum Key: String, CodingKey {
        case type = "Node Type"
        case relation = "Relation Name"
        case alias = "Alias"
        case index = "Index Name"
        case joinType = "Join Type"
        case indexCondition = "Index Cond"
        case filter = "Filter"
        case startupCost = "Startup Cost"
        case totalCost = "Total Cost"
        case estimatedRows = "Plan Rows"
        case estimatedWidth = "Plan Width"
        case actualTime = "Actual Total Time"
        case actualRows = "Actual Rows"
        case loops = "Actual Loops"
        case sharedHitBlocks = "Shared Hit Blocks"
        case sharedReadBlocks = "Shared Read Blocks"
        case children = "Plans"
    }

    /// Reads a step as `EXPLAIN (FORMAT JSON)` writes it.
    ///
    /// - Throws: A `DecodingError` when a field every step has is missing.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        type = try fields.decode(String.self, forKey: .type)
        relation = try fields.decodeIfPresent(String.self, forKey: .relation)
        alias = try fields.decodeIfPresent(String.self, forKey: .alias)
        index = try fields.decodeIfPresent(String.self, forKey: .index)
        joinType = try fields.decodeIfPresent(String.self, forKey: .joinType)
        indexCondition = try fields.decodeIfPresent(String.self, forKey: .indexCondition)
        filter = try fields.decodeIfPresent(String.self, forKey: .filter)
        startupCost = try fields.decodeIfPresent(Double.self, forKey: .startupCost) ?? 0
        totalCost = try fields.decodeIfPresent(Double.self, forKey: .totalCost) ?? 0
        estimatedRows = try fields.decodeIfPresent(Double.self, forKey: .estimatedRows) ?? 0
        estimatedWidth = try fields.decodeIfPresent(Int.self, forKey: .estimatedWidth) ?? 0
        actualTime = try fields.decodeIfPresent(Double.self, forKey: .actualTime).map(milliseconds)
        actualRows = try fields.decodeIfPresent(Double.self, forKey: .actualRows)
        loops = try fields.decodeIfPresent(Double.self, forKey: .loops).map { Int($0) }
        sharedHitBlocks = try fields.decodeIfPresent(Int.self, forKey: .sharedHitBlocks)
        sharedReadBlocks = try fields.decodeIfPresent(Int.self, forKey: .sharedReadBlocks)
        children = try fields.decodeIfPresent([Self].self, forKey: .children) ?? []
    }
}

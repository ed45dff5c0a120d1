import Foundation
import ORM
import PGCore
import PGWire

/// One task's work on entities, which `python/entities.py` does in the same way.
///
/// Most of it takes a session for each operation; `kept` is the one that lasts where the work is
/// done in a single one.
final class EntityWork {
    private static let memberCount = 10_000
    private static let changed = 1_000
    private static let known = 1_000
    private static let created = PGTimestampTZ(
        microsecondsSince2000: 8000 * 86_400 * 1_000_000)

    private let database: Database
    private let pool: ConnectionPool
    private let kept: Session
    private var arrivals: [Arrival] = []
    private var members: [Member] = []

    init(_ workload: Workload, on pool: ConnectionPool) async throws {
        self.pool = pool
        database = Database(pool)
        kept = database.session()
        switch workload {
        case .entityInsert, .entityUpdate, .entityBulk, .entityBulkOther:
            try await pool.query("truncate bench_arrivals restart identity")
        case .entityKnown, .entityUnchanged:
            members = try await kept.fetch(Member.all)
        default: break
        }
        if workload == .entityUpdate {
            arrivals = Self.arrivals(Self.changed)
            kept.add(contentsOf: arrivals)
            try await kept.commit()
        }
    }

    func close() async {
        await kept.close()
    }

    func perform(_ workload: Workload, _ number: Int) async throws -> UInt64 {
        switch workload {
        case .entityLoad: try await load()
        case .entityLoadOther: try await tuples()
        case .entityInsert: try await insert()
        case .entityBulk: try await insertAll(copyFrom: 1)
        case .entityBulkOther: try await insertAll(copyFrom: .max)
        case .entityUpdate: try await update()
        case .entityGet: try await get(number * 7919 % Self.memberCount + 1)
        case .entityUnchanged: try await unchanged()
        default: try await known(number)
        }
    }

    private func load() async throws -> UInt64 {
        try await database.withSession { session in
            var sum: UInt64 = 0
            for member in try await session.fetch(Member.all) { sum &+= member.checksum }
            return sum
        }
    }

    /// The same rows without a session.
    private func tuples() async throws -> UInt64 {
        let rows = try await pool.query(
            "select id, email, name, age, score, created from bench_members")
        var sum: UInt64 = 0
        for (id, email, name, age, score, created) in try rows.decode(
            Int.self, String.self, String.self, Int?.self, Double.self, PGTimestampTZ.self)
        {
            sum &+= Member.checksum(id, email, name, age, score, created)
        }
        return sum
    }

    private static func arrivals(_ count: Int) -> [Arrival] {
        (0..<count).map {
            Arrival(name: "Arrival number \($0)", score: Double($0) / 3, created: created)
        }
    }

    private func insert() async throws -> UInt64 {
        try await database.withSession { session in
            session.add(contentsOf: Self.arrivals(Self.memberCount))
            try await session.commit()
        }
        return UInt64(Self.memberCount)
    }

    private func insertAll(copyFrom threshold: Int) async throws -> UInt64 {
        var configuration = SessionConfiguration()
        configuration.copyThreshold = threshold
        return try await database.withSession(configuration: configuration) { session in
            let count = try await session.insertAll(Self.arrivals(Self.memberCount))
            try await session.commit()
            return UInt64(count)
        }
    }

    private func update() async throws -> UInt64 {
        for arrival in arrivals { arrival.score += 1 }
        try await kept.commit()
        return UInt64(Self.changed)
    }

    private func get(_ key: Int) async throws -> UInt64 {
        try await database.withSession { session in
            UInt64((try await session.get(Member.self, key)?.id ?? 0) - key + 1)
        }
    }

    private func unchanged() async throws -> UInt64 {
        try await kept.flush()
        return UInt64(members.count)
    }

    private func known(_ number: Int) async throws -> UInt64 {
        var sum = 0
        for step in 0..<Self.known {
            let key = (number + step) * 7919 % Self.memberCount + 1
            sum += (try await kept.get(Member.self, key)?.id ?? 0) - key + 1
        }
        return UInt64(sum)
    }

    /// Returns the bytes that a loaded entity takes, with all that its session keeps for it.
    ///
    /// What grows is the process, by ten times the table; what loading takes for a while is there
    /// after the first time.
    static func memory(on pool: ConnectionPool) async throws -> Int {
        let database = Database(pool)
        var kept: [(Session, [Member])] = []
        var before = 0
        for _ in 0...10 {
            let session = database.session()
            kept.append((session, try await session.fetch(Member.all)))
            try await session.commit()
            if kept.count == 1 { before = residentBytes() }
        }
        let taken = residentBytes() - before
        for (session, _) in kept { await session.close() }
        return taken / (10 * memberCount)
    }

    private static func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = fields.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
